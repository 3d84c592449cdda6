"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

import torch

from engine.data import digits
from lessons.checking.observing import observed, parameters


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    moves, before = [], []

    def look(groups):
        now = [one.detach().clone() for one in parameters(groups)]
        if before:
            far = [(new - old).norm() for new, old in zip(now, before, strict=True)]
            moves.append(float(torch.stack(far).norm()))
        before[:] = now

    _, found = observed(program, digits(), seed, epochs, asked, at_step=look)
    return found | {"moves": moves}
