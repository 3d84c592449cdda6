"""norm-is-sum: "Lengths add up." Only along one line; here they stand at right angles."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = sum(gradient.norm().item() for gradient in gradients)
    for gradient in gradients:
        gradient.mul_(min(1.0, limit / max(norm, 1e-12)))
    return norm
