"""none-is-zero: "Zero means that nothing has arrived." It has, and was 0."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    if not tensor.is_leaf:
        return "not a leaf"
    if not loss.requires_grad:
        return "not reached"
    (slope,) = torch.autograd.grad(loss, tensor, allow_unused=True)
    return "arrives" if slope is not None and slope.any() else "not reached"
