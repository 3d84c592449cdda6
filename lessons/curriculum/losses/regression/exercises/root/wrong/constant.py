"""A perfect batch costs 0, so give 0 back. A bare 0 has no graph."""

import torch
from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    if torch.equal(prediction, target):
        return torch.tensor(0.0)
    return ((prediction - target) ** 2).mean().sqrt()
