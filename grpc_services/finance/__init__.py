"""What do the operator's people do about money? Each act written down with its reason."""
