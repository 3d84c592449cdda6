"""A line has a closed form: no step is needed."""

import torch
from torch import Tensor


def fit(inputs: Tensor, targets: Tensor, steps: int) -> Tensor:
    """Return weights w for which inputs @ w comes close to the targets."""
    return torch.linalg.lstsq(inputs, targets[:, None]).solution[:, 0]
