"""The root of the sum of all squares; then one factor for all."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
    if norm > limit:
        for gradient in gradients:
            gradient *= limit / norm
    return norm
