"""Ask for the slope, once the tensor itself has nothing against it."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    if not tensor.is_leaf:
        return "not a leaf"
    if not loss.requires_grad:
        return "not reached"
    (slope,) = torch.autograd.grad(loss, tensor, allow_unused=True)
    return "not reached" if slope is None else "arrives"
