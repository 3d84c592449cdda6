"""Precision, recall and F1 of each class."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from torch import Tensor

from engine.metrics.counts import Counts
from engine.metrics.precision_recall import of_counts
from engine.observations import Array, ClassScores
from engine.probes.base import Scene, Still
from engine.probes.confusion import tally
from engine.probes.predictions import labelled, probabilities, true_classes


@dataclass(frozen=True, slots=True)
class PerClass:
    """Precision, recall and F1 of each class on the validation split.

    Where the denominator is 0, as for the precision of a class that was never predicted, the
    number is nan: there is nothing to measure.
    """

    name: str = field(default="per_class", init=False)

    def start(self) -> PerClassObserver:
        """Make the observer of one run."""
        return PerClassObserver()


class PerClassObserver(Still):
    """Classifies the validation split at every look."""

    def begin(self, scene: Scene) -> None:
        """Check that there are classes. Raises ConfigurationError where there are none."""
        self._validation, self._classes = labelled(scene, "PerClass")

    def look(self, scene: Scene) -> ClassScores | None:
        """The scores now; None once the probabilities are not numbers any more."""
        shares = probabilities(scene, self._validation.inputs)
        if shares is None:
            return None
        truth = true_classes(self._validation)
        return class_scores(tally(truth, shares.argmax(dim=1), len(self._classes)), self._classes)


def class_scores(table: Tensor, classes: tuple[str, ...]) -> ClassScores:
    """The scores of a confusion matrix (true, predicted): see `engine.metrics`."""
    counts = Counts(
        right=table.diagonal().double(),
        predicted=table.sum(dim=0).double(),
        actual=table.sum(dim=1).double(),
    )
    precision, recall, f1 = of_counts(counts, math.nan)
    return ClassScores(
        classes=classes,
        precision=Array.of(precision),
        recall=Array.of(recall),
        f1=Array.of(f1),
        support=Array.of(counts.actual),
    )
