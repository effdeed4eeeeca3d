"""How does a seller get their money? By runs, that two admins answer for."""
