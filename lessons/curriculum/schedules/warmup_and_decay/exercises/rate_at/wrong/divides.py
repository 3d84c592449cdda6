""""There is always a warm-up." With 0 steps of it this divides by 0."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    ramp = (step + 1) / warmup
    share = max(step - warmup, 0) / (steps - warmup)
    return base * min(ramp, 0.5 * (1 + math.cos(math.pi * share)))
