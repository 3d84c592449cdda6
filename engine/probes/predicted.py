"""A few examples with what the model says about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import at_least
from engine.observations import LARGEST, Array, Estimated, Predicted
from engine.probes.apart import outputs
from engine.probes.base import Scene, Still, unfit
from engine.probes.pictures import as_images, as_texts, that_fit
from engine.probes.predictions import labelled, probabilities, true_classes
from engine.probes.sample import some, validation


@dataclass(frozen=True, slots=True)
class Predictions:
    """Examples of the validation split: truth and probabilities, or true and predicted values.

    Images and sentences come along where the data are such.
    """

    count: int = 12
    """Classified examples shown at most, the same at every look."""
    values: int = 500
    """Examples of a regression shown at most."""
    name: str = field(default="predictions", init=False)

    def __post_init__(self) -> None:
        at_least("Predictions.count", self.count, 1)
        at_least("Predictions.values", self.values, 1)

    def start(self) -> PredictionsObserver:
        """Make the observer of one run."""
        return PredictionsObserver(self)


class PredictionsObserver(Still):
    """Asks about the same examples at every look."""

    def __init__(self, probe: Predictions) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Choose the examples. Raises ConfigurationError without validation data."""
        data = scene.data
        if data is None or not data.classes:
            bound = min(self._probe.values, LARGEST // 8)
            self._examples = validation(scene, "Predictions", bound)
            if self._examples.targets.numel() != len(self._examples):
                raise unfit("Predictions", "one target for each example", "Leave it out.")
            return
        split, self._classes = labelled(scene, "Predictions")
        bound = min(self._probe.count, max(1, LARGEST // (8 * len(self._classes))))
        examples = some(split, bound)
        images = None if data.tokens else as_images(examples.inputs, data.image_shape)
        if images is not None:
            examples = some(split, min(bound, that_fit(images, LARGEST // 2)))
            images = as_images(examples.inputs, data.image_shape)
        self._examples = examples
        self._images = None if images is None else Array.of(images)
        self._texts = as_texts(examples.inputs, data)

    def look(self, scene: Scene) -> Predicted | Estimated | None:
        """What is said now; None once it is not made of numbers."""
        assert scene.data is not None
        return self._classified(scene) if scene.data.classes else self._estimated(scene)

    def _classified(self, scene: Scene) -> Predicted | None:
        shares = probabilities(scene, self._examples.inputs)
        if shares is None:
            return None
        return Predicted(
            classes=self._classes,
            truth=tuple(true_classes(self._examples).tolist()),
            probabilities=Array.of(shares),
            images=self._images,
            texts=self._texts,
        )

    def _estimated(self, scene: Scene) -> Estimated | None:
        answers = outputs(scene, self._examples.inputs)
        if answers.numel() != len(self._examples):
            raise unfit("Predictions", "a model with one output", "Leave the probe out.")
        if not answers.isfinite().all():
            return None
        truth = self._examples.targets.cpu().flatten()
        return Estimated(truth=Array.of(truth), predicted=Array.of(answers.flatten()))
