"""warmup-from-zero: "A warm-up starts at 0." Then the first update is thrown away."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    if step < warmup:
        return base * step / warmup
    share = (step - warmup) / (steps - warmup)
    return base * 0.5 * (1 + math.cos(math.pi * share))
