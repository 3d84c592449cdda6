"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

from engine.data import digits
from lessons.checking.observing import observed


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    momentum, reach = [0.0], [0.0]

    def look(groups):
        kept, damped = (float(groups[0].get(name, 0.0)) for name in ("momentum", "dampening"))
        momentum.append(kept)
        reach.append(float(groups[0]["lr"]) * (1 - damped) / max(1 - kept, 1e-9))

    _, found = observed(program, digits(), seed, epochs, asked, at_step=look)
    return found | {"momentum": momentum[-1], "reach": max(reach)}
