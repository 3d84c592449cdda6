"""Spaced review: what is asked again, and when."""
