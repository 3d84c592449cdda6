"""The stretch of an axis that is shown."""

from __future__ import annotations

from torch import Tensor

Extent = tuple[float, float]
"""The lowest and the highest value."""


def with_room(values: Tensor, margin: float) -> Extent:
    """From the lowest to the highest value, and a share `margin` of that more on both sides."""
    low, high = values.min().item(), values.max().item()
    room = margin * (high - low)
    return low - room, high + room
