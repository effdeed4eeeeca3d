"""What do the rules of auctions make of what is asked? Pure functions: no clock, no table."""
