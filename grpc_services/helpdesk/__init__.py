"""What does the operator tell everybody, and what is the operator asked?"""
