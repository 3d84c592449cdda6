"""The norm of the norms is the norm of everything."""

import torch
from torch import Tensor


def clip_norm(gradients: list[Tensor], limit: float) -> float:
    norm = torch.stack([torch.linalg.vector_norm(gradient) for gradient in gradients]).norm()
    if norm > limit:
        torch._foreach_mul_(gradients, (limit / norm).item())
    return float(norm)
