"""larger-rate-learns-faster: "Longer steps arrive sooner." These jump over what they aim at."""


def choose() -> dict[str, float]:
    return {"hidden": 16, "lr": 30.0, "steps": 250}
