"""smaller-rate-is-better: "Careful steps are sure to arrive." Not within 250 of them."""


def choose() -> dict[str, float]:
    return {"hidden": 64, "lr": 0.02, "steps": 250}
