"""How do the outside systems speak?"""
