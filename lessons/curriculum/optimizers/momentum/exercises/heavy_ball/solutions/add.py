"""`torch.add` with `alpha`: a product and a sum in one pass over memory."""

import torch
from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    kept = torch.add(gradient, velocity, alpha=beta)
    return torch.add(theta, kept, alpha=-lr), kept
