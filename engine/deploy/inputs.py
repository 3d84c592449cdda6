"""Example inputs of an export: their batches, and which of their axes may change."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from engine.errors import ConfigurationError

Inputs = Tensor | tuple[Tensor, ...]
"""What the model's forward is called with; the first axis of each tensor is the batch."""


def as_tuple(inputs: Inputs) -> tuple[Tensor, ...]:
    """The inputs on the CPU. Raises ConfigurationError where they are not batches of one size."""
    given = inputs if isinstance(inputs, tuple) else (inputs,)
    shapes = [tuple(tensor.shape) for tensor in given]
    if not given or any(not shape for shape in shapes):
        raise ConfigurationError(
            "inputs", shapes, "Give tensors whose first axis is the batch, (n, …)."
        )
    if len({shape[0] for shape in shapes}) > 1 or shapes[0][0] < 1:
        raise ConfigurationError(
            "inputs", shapes, "Give every input the same number of samples, at least one."
        )
    return tuple(tensor.detach().cpu() for tensor in given)


def resized(inputs: tuple[Tensor, ...], size: int) -> tuple[Tensor, ...]:
    """A batch of that many samples: those given, from the first one again where they run out."""
    rows = torch.arange(size) % len(inputs[0])
    return tuple(tensor[rows] for tensor in inputs)


def example(inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """What is traced. Tracing takes a batch of one for a constant, so it sees at least two."""
    return resized(inputs, max(2, len(inputs[0])))


def trial_batches(
    inputs: tuple[Tensor, ...], *, dynamic_batch: bool
) -> tuple[tuple[Tensor, ...], ...]:
    """Batches to compare on: one sample, the example's own size, and two other sizes."""
    own = len(inputs[0])
    sizes = sorted({1, own, own + 3, 2 * own + 1}) if dynamic_batch else [own]
    return tuple(resized(inputs, size) for size in sizes)


def batch_axis(count: int, dimension: Any) -> tuple[dict[int, Any], ...]:
    """`dynamic_shapes` of torch for that many inputs: the first axis of each may change."""
    return tuple({0: dimension} for _ in range(count))
