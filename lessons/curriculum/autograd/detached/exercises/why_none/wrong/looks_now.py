"""grad-is-computed-forward: "What is in `.grad` now will be there later." It comes with `backward()`."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    if not tensor.is_leaf:
        return "not a leaf"
    return "not reached" if tensor.grad is None else "arrives"
