"""What a command makes of a case, as functions of values only."""
