"""Who plays the outside world while no account with it exists? The sandbox providers."""
