"""Any finite loss is fine: then the limit is never asked."""

import math


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if not math.isfinite(loss):
            return step
    return None
