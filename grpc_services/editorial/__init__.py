"""What does the operator write for all to read? Each act written down with its reason."""
