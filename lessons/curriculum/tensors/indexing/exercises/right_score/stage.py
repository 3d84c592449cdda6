"""What becomes of the scores that are handed over."""


def after(module, scores, y):
    """The scores after a call."""
    handed = scores.clone()
    module.margin(handed, y)
    return handed
