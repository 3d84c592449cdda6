"""Many more units: each has less to do, and the rate of the lesson is enough."""

UNITS = 64


def choose() -> dict[str, float]:
    chosen: dict[str, float] = {"hidden": UNITS}
    chosen["lr"] = 1
    chosen.update(steps=240)
    return chosen
