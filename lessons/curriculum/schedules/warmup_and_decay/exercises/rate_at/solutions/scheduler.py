"""PyTorch's own schedulers, walked up to the step."""

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR


def lr_at(step: int, steps: int, warmup: int, base: float) -> float:
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=base)
    cosine = CosineAnnealingLR(optimizer, steps - warmup)
    scheduler = cosine
    if warmup > 1:
        ramp = LinearLR(optimizer, 1 / warmup, total_iters=warmup - 1)
        scheduler = SequentialLR(optimizer, [ramp, cosine], [warmup])
    for _ in range(step):
        optimizer.step()
        scheduler.step()
    return optimizer.param_groups[0]["lr"]
