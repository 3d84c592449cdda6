"""The commands that need no screen, and what starts the one that does."""
