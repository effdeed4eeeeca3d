"""What may be asked of the services: contracts, and the code made from them."""
