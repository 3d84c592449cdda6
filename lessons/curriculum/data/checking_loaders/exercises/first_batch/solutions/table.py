"""A table of words and of what has to hold, with a set for the range."""

import math


def faults(inputs, targets, classes):
    holds = {
        "count": inputs.shape[0] == targets.shape[0],
        "dtype": str(targets.dtype) == "torch.int64",
        "range": set(targets.tolist()) <= set(range(classes)),
        "finite": all(math.isfinite(value) for value in inputs.flatten().tolist()),
    }
    return [word for word, sound in holds.items() if not sound]
