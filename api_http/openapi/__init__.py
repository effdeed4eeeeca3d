"""What does the API promise? A document for programs, and pages for people."""
