"""How do goods travel?"""
