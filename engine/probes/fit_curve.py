"""A function of one number, as the model has learned it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

from engine.errors import at_least
from engine.observations import LARGEST, Array, FittedCurve
from engine.probes.apart import outputs
from engine.probes.base import Scene, Still, unfit
from engine.probes.extent import with_room
from engine.probes.sample import some

POINTS = 300
"""Training points drawn at most."""


@dataclass(frozen=True, slots=True)
class FitCurve:
    """What the model says over the range of its only input, with the training points."""

    resolution: int = 200
    """Points of the curve."""
    margin: float = 0.1
    """How far the curve goes beyond the points on either side, as a share of their extent."""
    name: str = field(default="fit_curve", init=False)

    def __post_init__(self) -> None:
        at_least("FitCurve.resolution", self.resolution, 2)
        at_least("FitCurve.margin", self.margin, 0)

    def start(self) -> FitCurveObserver:
        """Make the observer of one run."""
        return FitCurveObserver(self)


class FitCurveObserver(Still):
    """Asks the same points at every look."""

    def __init__(self, probe: FitCurve) -> None:
        self._resolution = min(probe.resolution, LARGEST // 16)
        self._margin = probe.margin

    def begin(self, scene: Scene) -> None:
        """Lay the points. Raises ConfigurationError for another kind of data."""
        data = scene.data
        if data is None or data.classes or data.train.inputs[0].numel() != 1:
            raise unfit(
                "FitCurve",
                "a regression with one feature",
                "Choose one feature, or look with Predictions.",
            )
        examples = some(data.train, POINTS)
        inputs, targets = examples.inputs.cpu().flatten(), examples.targets.cpu()
        if targets.numel() != len(inputs):
            raise unfit("FitCurve", "one target for each example", "Look with Predictions.")
        self._x = torch.linspace(*with_room(data.train.inputs, self._margin), self._resolution)
        self._asked = self._x.to(data.train.inputs).reshape(-1, *data.train.inputs.shape[1:])
        self._points = Array.of(torch.stack([inputs.float(), targets.flatten().float()], dim=1))
        self._axes = (data.features[0] if len(data.features) == 1 else "x", "y")

    def look(self, scene: Scene) -> FittedCurve | None:
        """The curve now; None once it is not made of numbers."""
        answers = outputs(scene, self._asked)
        if answers.numel() != len(self._x):
            raise unfit("FitCurve", "a model with one output", "Look with Predictions.")
        if not answers.isfinite().all():
            return None
        return FittedCurve(
            x=Array.of(self._x),
            y=Array.of(answers.flatten()),
            points=self._points,
            axes=self._axes,
        )
