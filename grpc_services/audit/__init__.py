"""Was it right? What an operator asks of stored auctions and of recorded runs, afterwards."""
