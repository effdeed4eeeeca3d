"""How is a market kept safe? What a backup is made of, and how it is put back."""
