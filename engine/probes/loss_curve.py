"""What an answer costs: the loss as a function of one number, with the examples on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from engine.data import Examples
from engine.errors import ConfigurationError, at_least
from engine.observations import LARGEST, Array, FittedCurve
from engine.probes.apart import asking
from engine.probes.base import Scene, Still, unfit
from engine.probes.sample import some

POINTS = 300
"""Training examples looked at."""


@dataclass(frozen=True, slots=True)
class LossCurve:
    """The cost of every answer between the limits, and where the training examples are now."""

    cost: Callable[[Tensor], Tensor]
    """Loss of each number, (n,) → (n,): errors, scores or probabilities, as the lab has it."""
    at: Callable[[nn.Module, Examples], Tensor]
    """(model, examples) → (n,): the numbers of those examples that are to be shown."""
    limits: tuple[float, float]
    """From where to where the curve goes; examples beyond are left out."""
    axes: tuple[str, str] = ("error", "loss")
    resolution: int = 200
    """Points of the curve."""
    name: str = field(default="loss_curve", init=False)

    def __post_init__(self) -> None:
        at_least("LossCurve.resolution", self.resolution, 2)
        if not self.limits[0] < self.limits[1]:
            raise ConfigurationError(
                "LossCurve.limits", self.limits, "Give the lower end first, then the upper one."
            )

    def start(self) -> LossCurveObserver:
        """Make the observer of one run."""
        return LossCurveObserver(self)


class LossCurveObserver(Still):
    """The same curve at every look, with the examples where they are by then."""

    def __init__(self, probe: LossCurve) -> None:
        self._probe = probe

    def begin(self, scene: Scene) -> None:
        """Lay the curve. Raises ConfigurationError where there are no data."""
        if scene.data is None:
            raise unfit("LossCurve", "data", "Give the experiment data, or leave the probe out.")
        self._examples = some(scene.data.train, POINTS)
        self._x = torch.linspace(*self._probe.limits, min(self._probe.resolution, LARGEST // 16))
        with torch.no_grad():
            self._y = self._probe.cost(self._x)

    def look(self, scene: Scene) -> FittedCurve | None:
        """The examples now; None once their numbers are none."""
        with asking(scene.model, scene.device):
            found = self._probe.at(scene.model, self._examples).flatten().float().cpu()
            if not found.isfinite().all():
                return None
            low, high = self._probe.limits
            shown = found[(found >= low) & (found <= high)]
            points = torch.stack([shown, self._probe.cost(shown)], dim=1)
        return FittedCurve(
            x=Array.of(self._x),
            y=Array.of(self._y),
            points=Array.of(points[points.isfinite().all(dim=1)]),
            axes=self._probe.axes,
        )
