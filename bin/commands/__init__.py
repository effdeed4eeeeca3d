"""What can an operator ask for? A module for each command of `bin/pikcur`."""
