"""nan-compares: "Compare it with nan." Nan equals nothing, itself included."""

import math


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if loss == math.nan or loss > limit:
            return step
    return None
