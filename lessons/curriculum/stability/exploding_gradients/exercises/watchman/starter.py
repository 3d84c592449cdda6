"""Stops a training that has gone wrong."""


def first_bad(losses: list[float], limit: float) -> int | None:
    """The first step whose loss is above the limit or no number; None where there is none."""
    for step, loss in enumerate(losses):
        if loss > limit:
            return step
    return None
