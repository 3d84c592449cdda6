"""horizon-with-warmup: "The cosine is a function of the step." It begins after the warm-up."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    if step < warmup:
        return base * (step + 1) / warmup
    return base * 0.5 * (1 + math.cos(math.pi * step / steps))
