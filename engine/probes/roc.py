"""How well a classifier ranks: the receiver operating characteristic."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from engine.errors import one_of
from engine.metrics.roc import roc_points
from engine.observations import Array, RocCurve
from engine.probes.base import Scene, Still, unfit
from engine.probes.predictions import labelled, probabilities, true_classes

POINTS = 401
"""Points of the curve that are kept at most; the area is that of the whole one."""


@dataclass(frozen=True, slots=True)
class Roc:
    """True against false positive rate on the validation split, for every threshold."""

    positive: str = ""
    """The class looked for, against all others; empty: the second of two classes."""
    name: str = field(default="roc", init=False)

    def start(self) -> RocObserver:
        """Make the observer of one run."""
        return RocObserver(self.positive)


class RocObserver(Still):
    """Ranks the validation split at every look."""

    def __init__(self, positive: str) -> None:
        self._positive = positive

    def begin(self, scene: Scene) -> None:
        """Find the class looked for. Raises ConfigurationError where it is not clear, or absent."""
        self._validation, classes = labelled(scene, "Roc")
        if not self._positive and len(classes) != 2:
            raise unfit("Roc", "two classes", "Name the class to look for: Roc(positive=…).")
        self._positive = self._positive or classes[1]
        one_of("Roc.positive", self._positive, classes)
        self._number = classes.index(self._positive)
        self._there = true_classes(self._validation) == self._number
        if self._there.all() or not self._there.any():
            raise unfit(
                "Roc",
                "examples of the class and others in the validation split",
                "Split by class, or name another class.",
            )

    def look(self, scene: Scene) -> RocCurve | None:
        """The curve now; None once the probabilities are not numbers any more."""
        shares = probabilities(scene, self._validation.inputs)
        if shares is None:
            return None
        _, false, true = roc_points(shares[:, self._number], self._there)
        points = torch.stack([false, true], dim=1)
        area = torch.trapezoid(true, false).item()
        kept = torch.linspace(0, len(points) - 1, min(POINTS, len(points))).round().long()
        return RocCurve(positive=self._positive, points=Array.of(points[kept]), auc=area)
