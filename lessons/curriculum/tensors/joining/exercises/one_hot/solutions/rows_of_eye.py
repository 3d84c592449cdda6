"""The rows that are needed are those of the unit matrix; pick them by index."""

import torch
from torch import Tensor


def one_hot(labels: Tensor, classes: int) -> Tensor:
    return torch.eye(classes)[labels]
