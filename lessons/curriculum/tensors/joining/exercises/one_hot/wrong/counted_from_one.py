"""counts-from-one: "The classes are 1, 2, 3 …" They begin with 0."""

import torch
from torch import Tensor


def one_hot(labels: Tensor, classes: int) -> Tensor:
    return (labels.unsqueeze(1) == torch.arange(1, classes + 1)).float()
