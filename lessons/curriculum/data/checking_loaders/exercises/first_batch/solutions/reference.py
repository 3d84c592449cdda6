"""Four questions, one after the other."""

import torch


def faults(inputs, targets, classes):
    found = []
    if len(inputs) != len(targets):
        found.append("count")
    if targets.dtype != torch.int64:
        found.append("dtype")
    if (targets < 0).any() or (targets >= classes).any():
        found.append("range")
    if not torch.isfinite(inputs).all():
        found.append("finite")
    return found
