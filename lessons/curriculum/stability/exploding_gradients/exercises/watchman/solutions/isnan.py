"""Asks `math.isnan`, which exists because comparisons cannot tell."""

import math


def first_bad(losses: list[float], limit: float) -> int | None:
    bad = (step for step, loss in enumerate(losses) if math.isnan(loss) or loss > limit)
    return next(bad, None)
