"""Follow the links of the graph down to the leaves."""

import torch


def why_none(tensor: torch.Tensor, loss: torch.Tensor) -> str:
    if not tensor.requires_grad:
        return "not wanted"
    if not tensor.is_leaf:
        return "not a leaf"
    open_ends, seen = [loss.grad_fn], set()
    if loss is tensor:
        return "arrives"
    while open_ends:
        node = open_ends.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if getattr(node, "variable", None) is tensor:
            return "arrives"
        open_ends += [link for link, _ in node.next_functions]
    return "not reached"
