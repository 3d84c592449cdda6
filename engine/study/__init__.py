"""Looking at training from outside: what rate to take, what one update does, how twins differ."""
