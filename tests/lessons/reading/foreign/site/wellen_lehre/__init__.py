"""Lessons in German, as a package of somebody else would bring them."""
