"""Refuses an input whose shape arithmetic would stretch instead of complaining."""

from __future__ import annotations

from torch import Tensor


def expect(fits: bool, wanted: str, x: Tensor) -> None:
    """Raise ValueError, with the shape wanted and the shape of x, where it does not fit."""
    if not fits:
        raise ValueError(f"expected {wanted}, got {tuple(x.shape)}")
