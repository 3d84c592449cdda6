"""labels-end-at-k: "The largest label of K classes is K." They begin at 0."""

import torch


def faults(inputs, targets, classes):
    found = []
    if len(inputs) != len(targets):
        found.append("count")
    if targets.dtype != torch.int64:
        found.append("dtype")
    if targets.min() < 0 or targets.max() > classes:
        found.append("range")
    if not torch.isfinite(inputs).all():
        found.append("finite")
    return found
