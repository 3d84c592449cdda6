"""stops-at-first-fault: "One fault is enough." The next one is found only after the next run."""

import torch


def faults(inputs, targets, classes):
    if len(inputs) != len(targets):
        return ["count"]
    if targets.dtype != torch.int64:
        return ["dtype"]
    if (targets < 0).any() or (targets >= classes).any():
        return ["range"]
    return [] if torch.isfinite(inputs).all() else ["finite"]
