"""What do members tell each other?"""
