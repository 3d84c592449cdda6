"""One hidden unit: "Simple is enough." Its boundary is one straight line."""


def choose() -> dict[str, float]:
    return {"hidden": 1, "lr": 2.0, "steps": 250}
