"""The targets become a column, so both are (n, 1)."""

import torch
from torch import Tensor


def mean_squared_error(guess: Tensor, target: Tensor) -> Tensor:
    """Mean of the squared differences. `guess` is (n, 1), `target` is (n,)."""
    difference = guess - target.reshape(-1, 1)
    return torch.mean(difference * difference)
