"""Who brings news to the members? The relay: it reads Redis streams and fans them out."""
