"""The two lines of the table, one `if` between them."""

import math


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    if step < warmup:
        return base * (step + 1) / warmup
    share = (step - warmup) / (steps - warmup)
    return base * 0.5 * (1 + math.cos(math.pi * share))
