"""The shapes that one example takes on its way through the layers, and the weights it meets."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from torch import Tensor, nn

from engine.nn.summary import LayerRow, Summary, summary
from engine.observations import Array, LayerShapes
from engine.probes.apart import apart
from engine.probes.base import Scene, Still
from engine.probes.sample import validation

MOST_LAYERS = 256
"""Layers that are listed at most: the first ones."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """The output shape of each layer for one example of the validation split, and its weights.

    What a model has not registered it does not know of, and so neither does this: data may flow
    through a layer that has no row. Weights are counted where they are met first.
    """

    name: str = field(default="shapes", init=False)

    def start(self) -> ShapesObserver:
        """Make the observer of one run."""
        return ShapesObserver()


class ShapesObserver(Still):
    """Sends one example through the model at the start; afterwards only weights are looked at."""

    def begin(self, scene: Scene) -> None:
        """Follow the example. Raises ConfigurationError without validation data."""
        example = validation(scene, "Shapes", 1).inputs[:1].to(scene.device)
        with apart(scene.device):
            table = summary(scene.model, example)
        self._input = tuple(example.shape[1:])
        self._rows = [row for row in table.rows if row.call][:MOST_LAYERS]
        self._unlisted = _unlisted(table, self._rows)
        owners = dict(scene.model.named_modules())
        self._weights = [_own(owners[row.path]) if row.parameters else [] for row in self._rows]
        self._first = [[one.detach().clone() for one in own] for own in self._weights]

    def look(self, scene: Scene) -> LayerShapes:  # noqa: ARG002
        """The shapes, which stay, and the weights as they are now."""
        moved = [
            _norm([now.detach() - then for now, then in zip(own, first, strict=True)])
            for own, first in zip(self._weights, self._first, strict=True)
        ]
        return LayerShapes(
            names=("input", *(row.path for row in self._rows)),
            kinds=("", *(row.type for row in self._rows)),
            shapes=(self._input, *((row.output_shape or ())[1:] for row in self._rows)),
            parameters=(0, *(row.parameters for row in self._rows)),
            norms=Array.of([math.nan, *(_norm(own) for own in self._weights)]),
            moved=Array.of([math.nan, *moved]),
            unlisted=self._unlisted,
        )


def _own(layer: nn.Module) -> list[Tensor]:
    return list(layer.parameters(recurse=False))


def _unlisted(table: Summary, rows: list[LayerRow]) -> int:
    """Parameters of layers that have no row, because they were not called."""
    return table.parameters - sum(row.parameters for row in rows)


def _norm(tensors: list[Tensor]) -> float:
    """‖θ‖ of all of them together; nan for none."""
    if not tensors:
        return math.nan
    return math.sqrt(sum(one.detach().double().square().sum().item() for one in tensors))
