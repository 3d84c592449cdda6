"""What every landscape is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    Heights = Callable[[Tensor], Tensor]
    """Points (…, 2) → heights (…)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """A loss of two parameters that can be seen as a whole."""

    name: str
    function: Heights
    """Points (…, 2) → heights (…), differentiable, for any number of points at once."""
    start: tuple[float, float]
    """Where a descent begins."""
    x: tuple[float, float]
    """Left and right edge of the part worth looking at."""
    y: tuple[float, float]
    """Bottom and top edge."""
    minimum: tuple[float, float]
    """The lowest point."""
