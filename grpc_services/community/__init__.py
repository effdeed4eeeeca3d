"""What do members tell each other and ask the operator?"""
