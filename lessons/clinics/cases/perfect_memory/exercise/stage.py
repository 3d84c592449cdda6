"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

from engine.data import digits, subset, with_label_noise
from lessons.checking.observing import observed


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    _, found = observed(program, with_label_noise(subset(digits(), 100), 0.2), seed, epochs, asked)
    return found
