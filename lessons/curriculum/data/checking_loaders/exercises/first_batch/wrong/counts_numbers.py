"""len-counts-numbers: "numel() counts the samples." It counts every pixel."""

import torch


def faults(inputs, targets, classes):
    found = []
    if inputs.numel() != targets.numel():
        found.append("count")
    if targets.dtype != torch.int64:
        found.append("dtype")
    if (targets < 0).any() or (targets >= classes).any():
        found.append("range")
    if not torch.isfinite(inputs).all():
        found.append("finite")
    return found
