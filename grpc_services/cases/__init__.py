"""What if something is wrong with an order? Two sides, an operator, and money that waits."""
