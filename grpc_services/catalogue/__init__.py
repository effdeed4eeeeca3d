"""What is for sale?"""
