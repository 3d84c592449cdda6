"""Looking at a model without leaving a trace in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

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
    before = [(buffer, buffer.clone()) for buffer in model.buffers()]
    try:
        with seeding.preserved(device):
            yield
    finally:
        with torch.no_grad():
            for buffer, value in before:
                buffer.copy_(value)
