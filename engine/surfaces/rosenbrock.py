"""Rosenbrock's banana: a curved valley, easy to reach and slow to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.surfaces.base import Landscape

if TYPE_CHECKING:
    from torch import Tensor


def rosenbrock(start: tuple[float, float] = (0.0, 0.0)) -> Landscape:
    """f(x, y) = (1 − x)² + 100 (y − x²)², with height 0 at (1, 1), the end of the valley y = x².

    Source: Rosenbrock, "An automatic method for finding the greatest or least value of
    a function", 1960.
    """
    return Landscape(
        name="Rosenbrock's banana",
        function=_height,
        start=start,
        x=(-2.0, 2.0),
        y=(-1.0, 3.0),
        minimum=(1.0, 1.0),
    )


def _height(theta: Tensor) -> Tensor:
    x, y = theta[..., 0], theta[..., 1]
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2
