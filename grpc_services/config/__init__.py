"""What do clients have to know, that they would otherwise know by heart?"""
