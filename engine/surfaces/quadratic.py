"""A bowl whose two directions differ in steepness by a chosen factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import at_least
from engine.surfaces.base import Landscape

if TYPE_CHECKING:
    from torch import Tensor


def quadratic(condition: float, start: tuple[float, float] = (4.0, 2.0)) -> Landscape:
    """f(x, y) = ½ (μ x² + L y²) with curvatures L = 1 and μ = 1/κ, where κ is `condition`.

    y is always the steep direction and always equally steep, so that plain gradient descent
    diverges above the same learning rate, 2/L = 2, for every κ; only x gets flatter. The best
    fixed rate is `best_lr(condition)`; with it the distance to the minimum (0, 0) shrinks by the
    factor `best_rate(condition)` in every step, wherever it starts, and the loss by its square.
    Raises ConfigurationError for a condition below 1.
    """
    at_least("condition", condition, 1)

    def height(theta: Tensor) -> Tensor:
        x, y = theta[..., 0], theta[..., 1]
        return 0.5 * (x**2 / condition + y**2)

    return Landscape(
        name=f"bowl of condition {condition:g}",
        function=height,
        start=start,
        x=(-5.0, 5.0),
        y=(-3.0, 3.0),
        minimum=(0.0, 0.0),
    )


def best_lr(condition: float) -> float:
    """2 / (L + μ): the fixed learning rate with which plain descent is fastest on the bowl.

    Source: Nesterov, "Introductory Lectures on Convex Optimization", 2004, theorem 2.1.15.
    Raises ConfigurationError for a condition below 1.
    """
    at_least("condition", condition, 1)
    return 2 / (1 + 1 / condition)


def best_rate(condition: float) -> float:
    """(κ − 1) / (κ + 1): what is left of the distance after each step at `best_lr`.

    Raises ConfigurationError for a condition below 1.
    """
    at_least("condition", condition, 1)
    return (condition - 1) / (condition + 1)
