"""What is a newcomer shown? A catalogue that is there from the start, and whole stories, played."""
