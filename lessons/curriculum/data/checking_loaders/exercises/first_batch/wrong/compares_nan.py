"""nan-compares: "NaN can be looked for with ==." It is equal to nothing."""

import torch


def faults(inputs, targets, classes):
    found = []
    if len(inputs) != len(targets):
        found.append("count")
    if targets.dtype != torch.int64:
        found.append("dtype")
    if (targets < 0).any() or (targets >= classes).any():
        found.append("range")
    if (inputs == float("nan")).any() or (inputs.abs() == float("inf")).any():
        found.append("finite")
    return found
