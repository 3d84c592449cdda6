"""A rate that is large enough gets there."""

import torch
from torch import Tensor


def fit(inputs: Tensor, targets: Tensor, steps: int) -> Tensor:
    """Return weights w for which inputs @ w comes close to the targets."""
    weights = torch.zeros(inputs.shape[1], requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=0.2)
    for _ in range(steps):
        optimizer.zero_grad()
        ((inputs @ weights - targets) ** 2).mean().backward()
        optimizer.step()
    return weights.detach()
