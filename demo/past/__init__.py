"""What has happened on the market before a newcomer comes? Six weeks of it, by the rules."""
