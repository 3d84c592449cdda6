"""leaf-wants-a-gradient: "A leaf is what is trained." Data are leaves too."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.is_leaf:
        return "not a leaf"
    if not loss.requires_grad:
        return "not reached"
    if not tensor.requires_grad:
        return "arrives"
    (slope,) = torch.autograd.grad(loss, tensor, allow_unused=True)
    return "not reached" if slope is None else "arrives"
