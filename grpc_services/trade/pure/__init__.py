"""What do sales cost? As functions of values only."""
