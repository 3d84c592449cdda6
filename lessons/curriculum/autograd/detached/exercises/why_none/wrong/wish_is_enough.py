"""requires-grad-is-enough: "Whoever wants a gradient gets one." Leaves do."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    return "arrives" if tensor.requires_grad else "not wanted"
