"""saturated-is-stuck: "A clamp makes it safe." Where it acts the slope is 0."""

from torch import Tensor


def priced(
    logits: Tensor, targets: Tensor, miss: float, alarm: float
) -> Tensor:
    p = logits.sigmoid().clamp(1e-7, 1 - 1e-7)
    cost = miss * targets * p.log() + alarm * (1 - targets) * (1 - p).log()
    return -cost.mean()
