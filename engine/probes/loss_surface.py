"""The loss around the present weights, over a plane through them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import torch
from torch import Tensor

from engine.errors import at_least, one_of
from engine.observations import Array, LossPlane
from engine.probes.base import Scene, Still, unfit
from engine.probes.directions import (
    Footprints,
    Plane,
    coordinates,
    flat,
    footprints_for,
    path_directions,
    random_directions,
)
from engine.probes.extent import Extent, with_room
from engine.probes.sample import training_batch
from engine.probes.twin import Twin

Directions = Literal["random", "path"]
WIDEST = 61
"""Columns and rows at most."""
MARGIN = 0.25
"""Room around the path on every side, as a share of its extent."""


@dataclass(frozen=True, slots=True)
class LossSurface:
    """The loss, measured on some training examples, for weights on a plane.

    `random`: along two filter-normalised random directions, drawn once, from −`reach` to `reach`;
    nearly all of the path is at right angles to them. `path`: along the two directions in which
    the path so far is longest, as wide as the path; nothing is shown until it has turned once.
    The loss is taken in eval mode: without dropout, with batch norm's running statistics.
    """

    directions: Directions = "random"
    columns: int = 11
    """Each point of the grid is a pass through the sample, and training waits for all of them."""
    rows: int = 11
    reach: float = 1.0
    """Half the width of the plane of random directions; 1 is as far as the weights are long."""
    samples: int = 64
    """Training examples on which the loss is measured, the same at every look."""
    seed: int = 0
    """Draws the random directions."""
    name: str = field(default="loss_surface", init=False)

    def __post_init__(self) -> None:
        one_of("LossSurface.directions", self.directions, ("random", "path"))
        for name in ("columns", "rows"):
            one_of(f"LossSurface.{name}", getattr(self, name), range(2, WIDEST + 1))
        at_least("LossSurface.reach", self.reach, 0, inclusive=False)
        at_least("LossSurface.samples", self.samples, 1)

    def start(self) -> LossSurfaceObserver:
        """Make the observer of one run."""
        return LossSurfaceObserver(self)


class LossSurfaceObserver(Still):
    """Moves a twin of the model over the plane at every look."""

    def __init__(self, probe: LossSurface) -> None:
        self._probe = probe
        self._plane: Plane | None = None

    def begin(self, scene: Scene) -> None:
        """Draw the directions. Raises ConfigurationError where the loss is not known."""
        self._twin = Twin(scene, "LossSurface")
        self._batch = training_batch(scene, self._probe.samples)
        weights = self._twin.trainable
        if self._probe.directions == "random":
            random = torch.Generator().manual_seed(self._probe.seed)
            self._plane = random_directions(weights, random)
            if not self._plane[0].any():
                raise unfit(
                    "LossSurface",
                    "layers of weights for random directions",
                    "Take directions='path', or the probe Path for a landscape.",
                )
        self._footprints = Footprints(footprints_for(sum(theta.numel() for theta in weights)))

    def look(self, scene: Scene) -> LossPlane | None:  # noqa: ARG002
        """The plane now; None where there is none, or where the weights are no numbers."""
        self._twin.follow()
        here = flat(self._twin.trainable)
        if not here.isfinite().all():
            return None
        path = self._footprints.seen_from(here.cpu().float())
        self._footprints.note(here.cpu().float())
        plane, shares = self._plane, (math.nan, math.nan)
        if plane is None:
            found = path_directions(path)
            if found is None:
                return None
            plane, shares = found
        points = coordinates(path, plane)
        x, y = self._window(points)
        return LossPlane(
            x=x,
            y=y,
            heights=Array.of(self._heights(here, plane, x, y)),
            path=Array.of(points),
            here=(0.0, 0.0),
            axes=("direction 1", "direction 2"),
            explained=shares,
        )

    def _window(self, points: Tensor) -> tuple[Extent, Extent]:
        if self._probe.directions == "random":
            return (-self._probe.reach, self._probe.reach), (-self._probe.reach, self._probe.reach)
        across, up = (with_room(column, MARGIN) for column in points.T)
        return across, up

    def _heights(self, here: Tensor, plane: Plane, x: Extent, y: Extent) -> Tensor:
        """The loss at every point of the grid: (rows, columns), row 0 at the bottom."""
        first, second = (direction.to(here) for direction in plane)
        heights = torch.empty(self._probe.rows, self._probe.columns)
        across = torch.linspace(*x, self._probe.columns).tolist()
        up = torch.linspace(*y, self._probe.rows).tolist()
        with self._twin.measuring(self._batch) as loss:
            for row, column in product(range(len(up)), range(len(across))):
                self._move_to(here + across[column] * first + up[row] * second)
                heights[row, column] = loss()
        return heights.where(heights.isfinite(), torch.nan)

    def _move_to(self, weights: Tensor) -> None:
        """Give the twin these weights, all behind one another: (P,)."""
        parameters = self._twin.trainable
        parts = weights.split([parameter.numel() for parameter in parameters])
        with torch.no_grad():
            for parameter, part in zip(parameters, parts, strict=True):
                parameter.copy_(part.view_as(parameter))
