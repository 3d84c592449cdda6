"""The images that a model misreads with the greatest confidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.observations import Array, Mistakes
from engine.probes.base import Scene, Still, unfit
from engine.probes.predictions import labelled, probabilities


@dataclass(frozen=True, slots=True)
class WorstMistakes:
    """Images of the validation split that are read wrongly, the most confident mistake first."""

    most: int = 12
    """Images shown at most."""
    name: str = field(default="mistakes", init=False)

    def start(self) -> MistakesObserver:
        """Make the observer of one run."""
        return MistakesObserver(self.most)


class MistakesObserver(Still):
    """Reads the validation split at every look."""

    def __init__(self, most: int) -> None:
        self._most = most

    def begin(self, scene: Scene) -> None:
        """Check that there are images. Raises ConfigurationError where there are none."""
        if scene.data is None or scene.data.image_shape is None:
            raise unfit(
                "WorstMistakes", "data that are images", "Look with ConfusionMatrix instead."
            )
        self._validation, self._classes = labelled(scene, "WorstMistakes")
        self._shape = scene.data.image_shape

    def look(self, scene: Scene) -> Mistakes | None:
        """The mistakes now; None once the probabilities are not numbers any more."""
        shares = probabilities(scene, self._validation.inputs)
        if shares is None:
            return None
        truth = self._validation.targets.cpu()
        confidence, predicted = shares.max(dim=1)
        wrong = (predicted != truth).nonzero().flatten()
        order = confidence[wrong].argsort(descending=True, stable=True)
        worst = wrong[order[: self._most]]
        images = self._validation.inputs.cpu()[worst].reshape(-1, *self._shape)
        return Mistakes(
            images=Array.of(images),
            truth=tuple(self._classes[label] for label in truth[worst].tolist()),
            predicted=tuple(self._classes[label] for label in predicted[worst].tolist()),
            confidence=tuple(confidence[worst].tolist()),
            wrong=len(wrong),
            total=len(truth),
        )
