"""Beale's function: a flat plain with steep corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.surfaces.base import Landscape

if TYPE_CHECKING:
    from torch import Tensor


def beale(start: tuple[float, float] = (0.0, 0.0)) -> Landscape:
    """f(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)².

    Its one minimum is 0 at (3, 0.5); from some starts a descent slides along a valley that never
    ends. Source: Beale, "On an iterative method for finding a local minimum of a function of more
    than one variable", 1958.
    """
    return Landscape(
        name="Beale's function",
        function=_height,
        start=start,
        x=(-4.5, 4.5),
        y=(-4.5, 4.5),
        minimum=(3.0, 0.5),
    )


def _height(theta: Tensor) -> Tensor:
    x, y = theta[..., 0], theta[..., 1]
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
