"""Three hyperparameters, badly chosen."""


def choose() -> dict[str, float]:
    """The hidden units, the learning rate and the steps of a run on the two moons."""
    return {"hidden": 2, "lr": 0.01, "steps": 100}
