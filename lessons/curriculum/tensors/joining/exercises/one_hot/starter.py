"""Labels as rows of zeros with a single one."""

import torch
from torch import Tensor


def one_hot(labels: Tensor, classes: int) -> Tensor:
    """Labels (N,), int64 → rows (N, classes), float32.

    A row has a 1 in the column of its label, and 0 elsewhere.
    """
    raise NotImplementedError
