"""Looks at the tensor that was handed over."""


def kept(module, labels):
    """Whether it is what it was."""
    before = labels.clone()
    module.by_lot(labels)
    return bool((labels == before).all())
