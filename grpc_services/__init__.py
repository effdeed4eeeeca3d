"""The core: the rules, the database, and the services that lead to them."""
