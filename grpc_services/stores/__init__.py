"""How does a store show itself, and who follows it?"""
