"""HTTP in, gRPC out: the edge decides nothing."""
