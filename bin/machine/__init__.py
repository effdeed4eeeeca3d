"""What does it take to run PIKCUR on one machine? The parts of `bin/up`."""
