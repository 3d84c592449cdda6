"""Running a model for a look at it, as if nobody had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine.eval_mode import evaluating


@contextmanager
def untouched(model: nn.Module) -> Iterator[None]:
    """Eval mode and no gradients inside; modes, buffers and random state as before outside."""
    before = [
        (module, name, buffer, buffer.clone())
        for module in model.modules()
        for name, buffer in module.named_buffers(recurse=False)
    ]
    tensor = next(model.parameters(), None)
    device = tensor.device if tensor is not None else torch.device("cpu")
    try:
        with evaluating(model, device):
            yield
    finally:
        for module, name, buffer, values in before:
            _put_back(module, name, buffer, values)


@torch.no_grad()
def _put_back(module: nn.Module, name: str, buffer: Tensor, values: Tensor) -> None:
    """The same tensor under the same name, with the values it had."""
    if getattr(module, name) is not buffer:
        setattr(module, name, buffer)
    if not buffer.is_meta and not torch.equal(buffer, values):
        buffer.copy_(values)
