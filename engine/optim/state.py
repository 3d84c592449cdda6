"""What the steppers' `state_dict`s share: copies, and a check of where one came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from engine.errors import ConfigurationError


def check_origin(state: dict[str, Any], label: str) -> None:
    """Raise ConfigurationError where the state is not one of this kind of stepper."""
    origin = state.get("stepper")
    if origin != label:
        raise ConfigurationError(
            "optimiser state",
            origin,
            f"Load it into the optimiser that it was taken from, not into {label}.",
        )


def chosen(ours: dict[str, Any], given: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Numbers to go on with: as they are `now` elsewhere, where both were given the same.

    `ours`: what this optimiser was given; `given`: what the other one was. What this one was given
    differently holds.
    """
    return {
        name: now[name] if name in now and given.get(name) == value else value
        for name, value in ours.items()
    }


def restore(tensors: Sequence[Tensor], saved: Sequence[Tensor]) -> None:
    """Fill tensors with saved values. Raises ConfigurationError where the shapes differ."""
    ours, theirs = [tuple(t.shape) for t in tensors], [tuple(t.shape) for t in saved]
    if ours != theirs:
        raise ConfigurationError(
            "optimiser state", theirs, f"Load it beside parameters of these shapes: {ours}."
        )
    with torch.no_grad():
        for tensor, value in zip(tensors, saved, strict=True):
            tensor.copy_(value)
