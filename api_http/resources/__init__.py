"""Which routes are there? One module a contract, one class a path."""
