"""Three hyperparameters, badly chosen."""


def choose() -> dict[str, float]:
    """Hidden units, learning rate and steps (at most 250) of a run."""
    return {"hidden": 2, "lr": 0.01, "steps": 100}
