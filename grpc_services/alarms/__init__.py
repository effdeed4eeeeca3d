"""Who hears what?"""
