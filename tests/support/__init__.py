"""What do the tests stand on? People and goods, real servers, and one way to wait."""
