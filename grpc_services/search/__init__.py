"""How are goods found?"""
