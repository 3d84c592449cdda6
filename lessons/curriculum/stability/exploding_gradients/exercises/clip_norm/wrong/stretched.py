"""clip-stretches: "Clipped means: of length c." Short gradients become longer."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
    for gradient in gradients:
        gradient.mul_(limit / norm)
    return norm
