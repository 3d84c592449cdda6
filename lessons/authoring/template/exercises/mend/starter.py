import torch
from torch import Tensor


def mean_squared_error(guess: Tensor, target: Tensor) -> Tensor:
    """Mean of the squared differences. `guess` is (n, 1), `target` is (n,)."""
    return torch.mean((guess - target) ** 2)
