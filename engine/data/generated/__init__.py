"""Data drawn from a formula: as many as one likes, and the truth is known."""
