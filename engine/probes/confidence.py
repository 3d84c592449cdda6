"""How sure a classifier is, and whether rightly so."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import at_least
from engine.metrics.calibration import confidence_gap
from engine.observations import LARGEST, Array, Confidence
from engine.probes.base import Scene, Still
from engine.probes.histogram import histogram
from engine.probes.predictions import labelled, probabilities, true_classes


@dataclass(frozen=True, slots=True)
class ConfidenceHistogram:
    """The probability given to each answer on the validation split, right and wrong ones apart."""

    bins: int = 20
    name: str = field(default="confidence", init=False)

    def __post_init__(self) -> None:
        at_least("ConfidenceHistogram.bins", self.bins, 1)

    def start(self) -> ConfidenceObserver:
        """Make the observer of one run."""
        return ConfidenceObserver(min(self.bins, LARGEST // 8))


class ConfidenceObserver(Still):
    """Classifies the validation split at every look."""

    def __init__(self, bins: int) -> None:
        self._bins = bins

    def begin(self, scene: Scene) -> None:
        """Check that there are classes. Raises ConfigurationError where there are none."""
        self._validation, _ = labelled(scene, "ConfidenceHistogram")

    def look(self, scene: Scene) -> Confidence | None:
        """The counts now; None once the probabilities are not numbers any more."""
        shares = probabilities(scene, self._validation.inputs)
        if shares is None:
            return None
        sure, predicted = shares.max(dim=1)
        right = predicted == true_classes(self._validation)
        _, rights = histogram(sure[right], self._bins, (0.0, 1.0))
        _, wrongs = histogram(sure[~right], self._bins, (0.0, 1.0))
        return Confidence(
            right=Array.of(rights),
            wrong=Array.of(wrongs),
            calibration_error=confidence_gap(sure, right, self._bins),
        )
