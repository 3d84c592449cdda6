"""For authors: a new lesson or exercise to begin with, and a lesson while it is being written."""
