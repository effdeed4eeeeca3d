"""What does a won auction become?"""
