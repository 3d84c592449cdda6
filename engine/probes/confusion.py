"""Which classes are taken for which."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from engine.observations import Array, Confusion
from engine.probes.base import Scene
from engine.probes.predictions import probabilities


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """True against predicted class, counted on the validation split."""

    name: str = field(default="confusion", init=False)

    def start(self) -> ConfusionObserver:
        """Make the observer of one run."""
        return ConfusionObserver()


class ConfusionObserver:
    """Classifies the validation split at every look."""

    watches = False

    def begin(self, scene: Scene) -> None:
        """Check that there are classes. Raises ValueError where there are none."""
        if scene.data is None or not scene.data.classes:
            raise ValueError("the probe ConfusionMatrix needs data with named classes")
        self._validation = scene.data.validation
        self._classes = scene.data.classes

    def after_step(self, scene: Scene) -> None:
        """Nothing to note."""

    def look(self, scene: Scene) -> Confusion | None:
        """The counts now; None once the probabilities are not numbers any more."""
        shares = probabilities(scene, self._validation.inputs)
        if shares is None:
            return None
        count = len(self._classes)
        truth, predicted = self._validation.targets.cpu().flatten().long(), shares.argmax(dim=1)
        counts = torch.bincount(truth * count + predicted, minlength=count**2)
        return Confusion(classes=self._classes, counts=Array.of(counts.reshape(count, count)))
