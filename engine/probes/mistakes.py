"""The images that a model misreads with the greatest confidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.observations import Array, Mistakes
from engine.probes.base import Scene
from engine.probes.predictions import probabilities


@dataclass(frozen=True, slots=True)
class WorstMistakes:
    """Images of the validation split that are read wrongly, the most confident mistake first."""

    most: int = 12
    """Images shown at most."""
    name: str = field(default="mistakes", init=False)

    def start(self) -> MistakesObserver:
        """Make the observer of one run."""
        return MistakesObserver(self.most)


class MistakesObserver:
    """Reads the validation split at every look."""

    watches = False

    def __init__(self, most: int) -> None:
        self._most = most

    def begin(self, scene: Scene) -> None:
        """Check that there are images. Raises ValueError where there are none."""
        if scene.data is None or scene.data.image_shape is None:
            raise ValueError("the probe WorstMistakes needs data that are images")
        self._validation = scene.data.validation
        self._classes = scene.data.classes
        self._shape = scene.data.image_shape

    def after_step(self, scene: Scene) -> None:
        """Nothing to note."""

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
