"""How does it look? Drawn, because nobody has photographed it."""
