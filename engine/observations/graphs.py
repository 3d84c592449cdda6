"""What is seen of a computation itself: a function with its slopes, a graph with its gradients."""

from __future__ import annotations

from dataclasses import dataclass

from engine.observations.array import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCurve:
    """A function of one number, seen once, before training."""

    x: Array
    """(m,), increasing."""
    heights: Array
    """(m,): f(x)."""
    bends: Array | None
    """(m,): f″(x), where the parabola is to be drawn beside the tangent."""
    axes: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputationGraph:
    """What one step computes, operation by operation, up to the loss."""

    names: tuple[str, ...]
    """What each node is called; inputs come before what is computed from them, the loss last."""
    operations: tuple[str, ...]
    """What made it; empty for what was given: weights and data."""
    shapes: tuple[tuple[int, ...], ...]
    inputs: tuple[tuple[int, ...], ...]
    """Numbers of the nodes that it was computed from."""
    values: Array
    """(n,): the number itself, or the norm of a tensor that holds several."""
    gradients: Array
    """(n,): of the loss, by the number or as a norm; nan where none is asked for."""
