"""The path of two weights, drawn over the loss of the whole training set."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor, nn

from engine.observations import PathPoints, Surface
from engine.probes.base import Scene, unfit
from engine.probes.trail import Trail
from engine.surfaces import least_squares, loss_plane


@dataclass(frozen=True, slots=True)
class WeightPath:
    """The exact training loss over both weights once, then every point since the last look.

    For `nn.Linear(2, 1, bias=False)` (or anything else with two weights that is linear in them)
    trained with the mean squared error: the loss a mini-batch sees differs, the surface does not.
    """

    margin: float = 1.5
    """Half the width of the window, in distances from the start to the lowest point."""
    name: str = field(default="surface", init=False)

    def start(self) -> WeightPathObserver:
        """Make the observer of one run."""
        return WeightPathObserver(self.margin)


class WeightPathObserver:
    """Follows the only two weights of a linear model."""

    watches = True

    def __init__(self, margin: float) -> None:
        self._margin = margin

    def begin(self, scene: Scene) -> Surface:
        """The loss around its lowest point. Raises ValueError for another kind of model or data."""
        weights = _two_weights(scene.model)
        if scene.data is None:
            raise unfit("WeightPath", "data to measure the loss on", "Look with Path instead.")
        self._trail = Trail(weights)
        across, up = least_squares(scene.data.train)
        w1, w2 = weights.flatten().tolist()
        # A run that starts at the lowest point still deserves a window that shows the bowl.
        reach = self._margin * max(abs(w1 - across), abs(w2 - up), 0.2)
        features = tuple(f"weight of {feature}" for feature in scene.data.features)
        return loss_plane(
            scene.data.train,
            x=(across - reach, across + reach),
            y=(up - reach, up + reach),
            axes=features if len(features) == 2 else ("w₁", "w₂"),
        )

    def after_step(self, scene: Scene) -> None:  # noqa: ARG002
        """Take note of the new point."""
        self._trail.note()

    def look(self, scene: Scene) -> PathPoints | None:  # noqa: ARG002
        """The points since the last look, the start among the first ones."""
        return self._trail.take()


def _two_weights(model: nn.Module) -> Tensor:
    """The one parameter tensor of the model, if it holds two numbers."""
    parameters = list(model.parameters())
    if len(parameters) != 1 or parameters[0].numel() != 2:
        raise unfit(
            "WeightPath",
            "a model with two weights and no bias, such as nn.Linear(2, 1, bias=False)",
            "Look with LossSurface instead.",
        )
    return parameters[0].detach()
