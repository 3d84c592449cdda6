"""new-tensor-is-not-the-weight: "The list is what counts." The model holds the tensors."""

import math

from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = math.sqrt(sum(gradient.pow(2).sum().item() for gradient in gradients))
    for place, gradient in enumerate(gradients):
        gradients[place] = gradient * min(1.0, limit / max(norm, 1e-12))
    return norm
