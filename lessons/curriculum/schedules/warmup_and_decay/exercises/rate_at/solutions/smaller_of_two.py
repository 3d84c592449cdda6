"""A ramp and a cosine for every step, and the one that applies; the cosine as a squared one."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    ramp = (step + 1) / max(warmup, 1)
    share = max(step - warmup, 0) / (steps - warmup)
    return base * min(ramp, math.cos(math.pi / 2 * share) ** 2)
