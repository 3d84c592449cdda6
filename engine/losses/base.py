"""What every loss is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import torch
from torch import Tensor

from engine.errors import one_of

Loss = Callable[[Tensor, Tensor], Tensor]
"""(prediction, target) → loss: what `Experiment.loss` takes."""
Reduction = Literal["mean", "sum", "none"]
"""What becomes of the losses of the single elements."""


def check_reduction(reduction: str) -> None:
    """Raise ConfigurationError for a reduction that is none."""
    one_of("reduction", reduction, get_args(Reduction))


def reduced(losses: Tensor, reduction: Reduction) -> Tensor:
    """The mean over all elements, their sum, or the losses as they are."""
    losses = full_precision(losses)
    if reduction == "mean":
        return losses.mean()
    return losses.sum() if reduction == "sum" else losses


def full_precision(values: Tensor) -> Tensor:
    """float32 instead of half precision, in which exponentials and long sums lose their digits."""
    return values.float() if values.dtype in (torch.float16, torch.bfloat16) else values
