"""Do it, and look what has arrived."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    if tensor.grad_fn is not None:
        return "not a leaf"
    try:
        loss.backward(retain_graph=True)
    except RuntimeError:
        return "not reached"
    return "arrives" if tensor.grad is not None else "not reached"
