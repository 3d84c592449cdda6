"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

from engine.data import digits
from lessons.checking.observing import observed


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    matrices, vectors = set(), set()

    def look(groups):
        for group in groups:
            for parameter in group["params"]:
                kind = matrices if parameter.ndim > 1 else vectors
                kind.add(float(group.get("weight_decay", 0.0)))

    _, found = observed(program, digits(), seed, epochs, asked, at_step=look)
    return found | {"matrices": sorted(matrices), "vectors": sorted(vectors)}
