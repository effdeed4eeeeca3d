"""Money: what was paid, is held, goes back, and is owed; above trade, whose orders it locks."""
