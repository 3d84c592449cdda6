"""requires-grad-is-enough: "A leaf that requires a gradient gets one." Is it used at all?"""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    return "arrives" if tensor.is_leaf else "not a leaf"
