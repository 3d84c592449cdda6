"""All components in one long vector, whose norm PyTorch knows; the factor is cut off at 1."""

import torch
from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = torch.cat([gradient.reshape(-1) for gradient in gradients]).norm()
    factor = (limit / (norm + 1e-6)).clamp(max=1.0)
    for gradient in gradients:
        gradient.mul_(factor)
    return norm.item()
