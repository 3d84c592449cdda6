"""clip-per-tensor: "Every layer is clipped." Then the whole points elsewhere."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
    for gradient in gradients:
        gradient.mul_(min(1.0, limit / gradient.norm().item()))
    return norm
