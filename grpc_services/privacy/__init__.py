"""What is kept of a member, and what becomes of it?"""
