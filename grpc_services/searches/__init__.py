"""What do people look for?"""
