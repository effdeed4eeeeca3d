"""How is the market run? What its operator may do, each act written down with its reason."""
