"""Many more units: each has less to do, and the rate of the lesson is enough."""


def choose() -> dict[str, float]:
    hidden = 4 * 16
    return dict(hidden=hidden, lr=1, steps=240)
