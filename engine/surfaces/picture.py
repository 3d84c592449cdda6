"""Surfaces ready to be drawn: a landscape, or the loss over the weights of a linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.observations import Array, Surface
from engine.surfaces.base import Landscape

if TYPE_CHECKING:
    from torch import Tensor

    from engine.data import Examples

Range = tuple[float, float]


def grid(x: Range, y: Range, columns: int, rows: int) -> Tensor:
    """Points (rows, columns, 2), float64, on the CPU; edges included, row 0 at the bottom."""
    import torch

    across = torch.linspace(*x, columns, dtype=torch.float64)
    up = torch.linspace(*y, rows, dtype=torch.float64)
    return torch.stack(torch.meshgrid(across, up, indexing="xy"), dim=-1)


def picture(landscape: Landscape, columns: int = 120, rows: int = 80) -> Surface:
    """The height of the landscape over its window."""
    return Surface(
        x=landscape.x,
        y=landscape.y,
        heights=Array.of(landscape.function(grid(landscape.x, landscape.y, columns, rows))),
        minimum=landscape.minimum,
        axes=("x", "y"),
    )


def loss_plane(
    examples: Examples,
    x: Range,
    y: Range,
    *,
    axes: tuple[str, str] = ("w₁", "w₂"),
    columns: int = 120,
    rows: int = 80,
) -> Surface:
    """Mean squared error of the linear model x ↦ w₁ x₁ + w₂ x₂ for every pair of weights.

    `examples` have inputs (n, 2) and targets (n, 1) or (n,). Around the best weights w* the error
    is exactly E(w*) + (w − w*)ᵀ A (w − w*) with A = XᵀX / n, so that no example is visited twice.
    Raises ValueError for other shapes.
    """
    import torch

    inputs, targets = _regression(examples)
    best = least_squares(examples)
    curvature = inputs.T @ inputs / len(inputs)  # A: (2, 2)
    lowest = (inputs @ inputs.new_tensor(best) - targets).square().mean()
    away = grid(x, y, columns, rows) - inputs.new_tensor(best)  # (rows, columns, 2)
    heights = lowest + torch.einsum("rci,ij,rcj->rc", away, curvature, away)
    return Surface(x=x, y=y, heights=Array.of(heights), minimum=best, axes=axes)


def least_squares(examples: Examples) -> tuple[float, float]:
    """The two weights with the smallest mean squared error. Raises ValueError as `loss_plane`."""
    import torch

    inputs, targets = _regression(examples)
    w1, w2 = torch.linalg.lstsq(inputs, targets[:, None]).solution.flatten().tolist()
    return w1, w2


def _regression(examples: Examples) -> tuple[Tensor, Tensor]:
    """Inputs (n, 2) and targets (n,), float64, on the CPU."""
    inputs, targets = examples.inputs.cpu().double(), examples.targets.cpu().double()
    if inputs.shape != (len(inputs), 2) or targets.numel() != len(inputs):
        raise ValueError(
            "a plane of losses needs inputs with two features and one target each, "
            f"not {tuple(inputs.shape)} and {tuple(targets.shape)}"
        )
    return inputs, targets.flatten()
