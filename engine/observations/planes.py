"""What is seen over a plane: losses, paths, decisions."""

from __future__ import annotations

from dataclasses import dataclass

from engine.observations.array import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Height of a loss over a plane, seen once, before training."""

    x: tuple[float, float]
    """Left and right edge."""
    y: tuple[float, float]
    """Bottom and top edge."""
    heights: Array
    """(rows, columns); row 0 is the bottom edge."""
    minimum: tuple[float, float] | None
    """Where the lowest point is, if that is known."""
    axes: tuple[str, str]
    """Names of the two coordinates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPoints:
    """Where the parameters have been since the last look."""

    points: Array
    """(n, 2), oldest first; on a function of one number: the place, and the slope there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossPlane:
    """The loss over a plane through the present weights, and the way there."""

    x: tuple[float, float]
    """Left and right edge, along the first direction."""
    y: tuple[float, float]
    """Bottom and top edge, along the second direction."""
    heights: Array
    """(rows, columns); row 0 is the bottom edge; nan where the loss is no number."""
    path: Array
    """(n, 2): where the weights have been, oldest first, seen from straight above the plane."""
    here: tuple[float, float]
    """The present weights: where the plane touches them."""
    axes: tuple[str, str]
    explained: tuple[float, float]
    """Share of the path's squared length that lies along each direction; nan without a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """What a classifier of points in the plane says, everywhere in it."""

    x: tuple[float, float]
    y: tuple[float, float]
    scores: Array
    """(rows, columns); probability of class 1 of two, else of the class that wins there; row 0 is
    the bottom edge."""
    points: Array
    """(n, 3): x, y, class of some training points."""
    winners: Array | None = None
    """(rows, columns); number of the class that wins; None where there are two."""
    classes: tuple[str, ...] = ()
    """Names by class number; empty where the data name none."""
