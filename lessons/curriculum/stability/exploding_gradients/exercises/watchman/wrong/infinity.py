"""nan-compares: "Nan is the largest number." It is none; only infinity is found."""

import math


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if math.isinf(loss) or loss > limit:
            return step
    return None
