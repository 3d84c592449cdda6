"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

from engine.data import digits, sorted_by_class
from lessons.checking.observing import observed


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    _, found = observed(program, sorted_by_class(digits()), seed, epochs, asked)
    return found
