"""A function of one number as a landscape: its second number does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.surfaces.base import Landscape

if TYPE_CHECKING:
    from torch import Tensor


def curve(
    function: Callable[[Tensor], Tensor],
    *,
    start: float,
    window: tuple[float, float],
    minimum: float,
    name: str = "f(x)",
) -> Landscape:
    """f(x), number by number, over the window; a descent begins at `start`.

    Every optimiser can descend it: it has two weights, and the second one has the slope 0.
    """

    def height(theta: Tensor) -> Tensor:
        return function(theta[..., 0])

    return Landscape(
        name=name,
        function=height,
        start=(start, 0.0),
        x=window,
        y=(-1.0, 1.0),
        minimum=(minimum, 0.0),
    )
