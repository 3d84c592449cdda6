"""Proves the curriculum sound: one module for each thing that is looked at."""
