"""Gradients before the clip and after it."""


def clipped(module, gradients, limit):
    """What the function gives back, and what has become of the gradients that it was handed."""
    handed = [gradient.clone() for gradient in gradients]
    norm = module.clip_norm(list(handed), limit)
    return norm, handed
