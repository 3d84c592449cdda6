"""Warm-up, then cosine: the rate of every step."""


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    """The rate that update number `step` uses, counted from 0, in a run of so many steps."""
    raise NotImplementedError
