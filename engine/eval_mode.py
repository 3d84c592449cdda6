"""Looking at a model without leaving a trace in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine import seeding


@contextmanager
def evaluating(model: nn.Module, device: torch.device) -> Iterator[None]:
    """Eval mode and no gradients inside; modes and all random state as before outside."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad(), seeding.preserved(device):
            yield
    finally:
        for module, training in modes:
            module.training = training


@contextmanager
def undisturbed(model: nn.Module, device: torch.device) -> Iterator[None]:
    """The model as it is, modes included; buffers and all random state as before outside."""
    with _keeping_buffers(model), seeding.preserved(device):
        yield


@contextmanager
def untouched(model: nn.Module) -> Iterator[None]:
    """Eval mode and no gradients inside; modes, buffers and random state as before outside."""
    tensor = next(model.parameters(), None)
    device = tensor.device if tensor is not None else torch.device("cpu")
    with _keeping_buffers(model), evaluating(model, device):
        yield


@contextmanager
def _keeping_buffers(model: nn.Module) -> Iterator[None]:
    """The same buffers with the same values outside, also where a forward puts new ones there."""
    before = [
        (module, name, buffer, buffer.clone())
        for module in model.modules()
        for name, buffer in module.named_buffers(recurse=False)
    ]
    try:
        yield
    finally:
        for module, name, buffer, values in before:
            _put_back(module, name, buffer, values)


@torch.no_grad()
def _put_back(module: nn.Module, name: str, buffer: Tensor, values: Tensor) -> None:
    """The same tensor under the same name, with the values it had."""
    if getattr(module, name) is not buffer:
        setattr(module, name, buffer)
    # Writing would count as a change for autograd, even of equal values.
    if not buffer.is_meta and not torch.equal(buffer, values):
        buffer.copy_(values)
