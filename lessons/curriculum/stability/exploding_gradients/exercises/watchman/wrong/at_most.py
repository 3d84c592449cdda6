""""Not below is above." A loss of exactly the limit is fine."""

import math


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if not loss < limit:
            return step
    return None
