"""When and how slow work is done; what follows from it is decided by the services."""
