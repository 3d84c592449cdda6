"""requires-grad-is-enough: "If the loss has a graph, all weights are in it." Some lie in front of a cut."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    if not tensor.is_leaf:
        return "not a leaf"
    return "arrives" if loss.requires_grad else "not reached"
