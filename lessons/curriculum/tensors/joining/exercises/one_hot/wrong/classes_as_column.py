"""flat-is-a-column: "Either may be the column." Then the result is (classes, N)."""

import torch
from torch import Tensor


def one_hot(labels: Tensor, classes: int) -> Tensor:
    return (labels == torch.arange(classes).unsqueeze(1)).float()
