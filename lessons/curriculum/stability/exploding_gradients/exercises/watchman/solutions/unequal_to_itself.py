"""Only nan is not equal to itself."""


def first_bad(losses: list[float], limit: float) -> int | None:
    for step, loss in enumerate(losses):
        if loss != loss or loss > limit:  # noqa: PLR0124 - that is the idea
            return step
    return None
