"""Which classes are taken for which."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.observations import Array, Confusion
from engine.probes.base import Scene, Still
from engine.probes.predictions import labelled, probabilities, true_classes


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """True against predicted class, counted on the validation split."""

    name: str = field(default="confusion", init=False)

    def start(self) -> ConfusionObserver:
        """Make the observer of one run."""
        return ConfusionObserver()


class ConfusionObserver(Still):
    """Classifies the validation split at every look."""

    def begin(self, scene: Scene) -> None:
        """Check that there are classes. Raises ConfigurationError where there are none."""
        self._validation, self._classes = labelled(scene, "ConfusionMatrix")

    def look(self, scene: Scene) -> Confusion | None:
        """The counts now; None once the probabilities are not numbers any more."""
        shares = probabilities(scene, self._validation.inputs)
        if shares is None:
            return None
        counts = tally(true_classes(self._validation), shares.argmax(dim=1), len(self._classes))
        return Confusion(classes=self._classes, counts=Array.of(counts))


def tally(truth: Tensor, predicted: Tensor, classes: int) -> Tensor:
    """How often each true class was taken for each other one: (true, predicted), int64."""
    counts = torch.bincount(truth * classes + predicted, minlength=classes**2)
    return counts.reshape(classes, classes)
