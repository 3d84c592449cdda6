"""How far the answers of an exported model are from those of the original."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Answer = Callable[..., tuple[Tensor, ...]]
"""Inputs → outputs, all with the batch first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two models on one batch."""

    batch: int
    """Samples in the batch."""
    absolute: float
    """Largest |a − b| over all outputs."""
    relative: float
    """Largest |a − b| / max |a| of the same output tensor: small outputs beside large ones do not
    make it explode."""


def answering(model: Callable[..., Any]) -> Answer:
    """A model that returns a tensor or a tuple of them, called without gradients."""

    def answer(*inputs: Tensor) -> tuple[Tensor, ...]:
        with torch.no_grad():
            output = model(*inputs)
        return output if isinstance(output, tuple) else (output,)

    return answer


def differences(
    original: Answer, exported: Answer, batches: Sequence[tuple[Tensor, ...]]
) -> tuple[Difference, ...]:
    """Run both on every batch. A NaN on one side only makes the difference infinite."""
    return tuple(
        _difference(original(*batch), exported(*batch), len(batch[0])) for batch in batches
    )


def worst(found: Sequence[Difference]) -> float:
    """The largest absolute difference of all batches; 0 where there are none."""
    return max((each.absolute for each in found), default=0.0)


def _difference(ours: Sequence[Tensor], theirs: Sequence[Tensor], batch: int) -> Difference:
    absolute = relative = 0.0
    for a, b in zip(ours, theirs, strict=True):
        a64, b64 = a.detach().cpu().double(), b.detach().cpu().double()
        gap = torch.where(a64.isnan() & b64.isnan(), 0.0, (a64 - b64).abs())
        gap = torch.where(a64 == b64, 0.0, gap).nan_to_num(nan=math.inf, posinf=math.inf)
        largest = gap.max().item() if gap.numel() else 0.0
        size = a64.nan_to_num(nan=0.0).abs().max().item() if a64.numel() else 0.0
        absolute = max(absolute, largest)
        relative = max(relative, largest / size if size > 0 else largest)
    return Difference(batch=batch, absolute=absolute, relative=relative)
