"""cosine-below-zero: "Cosine goes from 1 down to 0." Over half a wave it goes to −1."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    if step < warmup:
        return base * (step + 1) / warmup
    return base * math.cos(math.pi * (step - warmup) / (steps - warmup))
