"""Precision, recall and F1 of each class."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor

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


def class_scores(counts: Tensor, classes: tuple[str, ...]) -> ClassScores:
    """The scores of a confusion matrix (true, predicted).

    With TP the true positives of a class, FP the false ones and FN the missed: precision
    TP / (TP + FP), recall TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN).
    """
    hits = counts.diagonal().double()
    called, there = counts.sum(dim=0).double(), counts.sum(dim=1).double()
    return ClassScores(
        classes=classes,
        precision=Array.of(hits / called),
        recall=Array.of(hits / there),
        f1=Array.of(2 * hits / (called + there)),
        support=Array.of(there),
    )
