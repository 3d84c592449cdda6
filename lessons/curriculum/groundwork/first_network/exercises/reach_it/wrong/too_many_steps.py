"""More steps than there are: "Patience does it." It would, and here there are 250."""


def choose() -> dict[str, float]:
    return {"hidden": 16, "lr": 1.0, "steps": 2000}
