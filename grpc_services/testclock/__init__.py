"""What if it were later? The market lives through days in seconds, where nothing is real."""
