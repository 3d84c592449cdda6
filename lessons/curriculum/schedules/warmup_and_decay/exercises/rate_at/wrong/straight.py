"""cosine-is-linear: "Cosine is smooth, so nearly a line." It is flat at both ends."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    if step < warmup:
        return base * (step + 1) / warmup
    return base * (1 - (step - warmup) / (steps - warmup))
