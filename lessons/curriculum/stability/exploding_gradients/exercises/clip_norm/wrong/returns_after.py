"""returns-clipped-norm: "It says how long the gradient is now." It says what it found."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
    for gradient in gradients:
        gradient.mul_(min(1.0, limit / max(norm, 1e-12)))
    return min(norm, limit)
