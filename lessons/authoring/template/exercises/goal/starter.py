import torch
from torch import Tensor


def fit(inputs: Tensor, targets: Tensor, steps: int) -> Tensor:
    """Return weights w for which inputs @ w comes close to the targets."""
    weights = torch.zeros(inputs.shape[1], requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=1e-4)
    for _ in range(steps):
        optimizer.zero_grad()
        ((inputs @ weights - targets) ** 2).mean().backward()
        optimizer.step()
    return weights.detach()
