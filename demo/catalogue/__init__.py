"""What does a newcomer find before anybody has sold anything? Loaded by the services' own rules."""
