"""What a classifier of points in the plane says everywhere in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from engine.data import Examples
from engine.observations import Array, Boundary
from engine.probes.base import Scene, Still, unfit
from engine.probes.extent import with_room
from engine.probes.predictions import probabilities
from engine.probes.sample import some
from engine.surfaces import grid

POINTS = 200
"""Training points drawn; more would hide what lies below them."""
MARGIN = 0.15
"""Room around the points on every side, as a share of their spread."""


@dataclass(frozen=True, slots=True)
class DecisionBoundary:
    """Probability of class 1 on a grid around the training points, with some of them.

    Where there are more than two classes: which one wins, and with what probability.
    """

    columns: int = 64
    rows: int = 48
    name: str = field(default="boundary", init=False)

    def start(self) -> BoundaryObserver:
        """Make the observer of one run."""
        return BoundaryObserver(self.columns, self.rows)


class BoundaryObserver(Still):
    """Asks the same grid again at every look."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows

    def begin(self, scene: Scene) -> None:
        """Lay the grid. Raises ConfigurationError for data that are not points in the plane."""
        if scene.data is None or scene.data.train.inputs.shape[1:] != (2,):
            raise unfit(
                "DecisionBoundary", "data with two features", "Look with ConfusionMatrix instead."
            )
        train = scene.data.train
        # Binary losses want 0 and 1 as floats; a regression's targets are no class numbers.
        if not torch.equal(train.targets, train.targets.round()):
            raise unfit("DecisionBoundary", "classes", "Look with LossSurface instead.")
        self._x, self._y = (with_room(column, MARGIN) for column in train.inputs.cpu().T)
        points = grid(self._x, self._y, self._columns, self._rows)
        self._grid = points.reshape(-1, 2).to(scene.device, train.inputs.dtype)
        self._points = _some_points(train)
        self._classes = scene.data.classes

    def look(self, scene: Scene) -> Boundary | None:
        """The probabilities now; None once they are not numbers any more."""
        shares = probabilities(scene, self._grid)
        if shares is None:
            return None
        winners = None
        scores = shares[:, 1]
        if shares.shape[1] > 2:
            scores, best = shares.max(dim=1)
            winners = Array.of(best.reshape(self._rows, self._columns))
        return Boundary(
            x=self._x,
            y=self._y,
            scores=Array.of(scores.reshape(self._rows, self._columns)),
            points=self._points,
            winners=winners,
            classes=self._classes,
        )


def _some_points(train: Examples) -> Array:
    """Up to `POINTS` examples from all over the set: (n, 3) of x, y, class."""
    examples = some(train, POINTS)
    inputs, targets = examples.inputs.cpu(), examples.targets.cpu()
    return Array.of(torch.cat([inputs, targets.reshape(-1, 1)], dim=1))
