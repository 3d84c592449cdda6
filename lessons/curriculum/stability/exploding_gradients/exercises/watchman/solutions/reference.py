"""Asks the other way round: what is not at most the limit is bad, and nan is not."""


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if not loss <= limit:
            return step
    return None
