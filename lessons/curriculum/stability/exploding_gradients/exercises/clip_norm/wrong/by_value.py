"""value-keeps-direction: "Clipping cuts off what is too large." By value, that turns it."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
    for gradient in gradients:
        gradient.clamp_(-limit, limit)
    return norm
