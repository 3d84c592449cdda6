"""A function of one number, with the point at which a descent stands and its slope there."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.errors import at_least
from engine.nn import LandscapeModel
from engine.observations import LARGEST, Array, FunctionCurve, PathPoints
from engine.probes.base import Scene, unfit
from engine.probes.trail import Trail
from engine.surfaces import Landscape


@dataclass(frozen=True, slots=True)
class Tangent:
    """The curve with its slopes once, then every point since the last look.

    Needs a landscape; its second number stays what it is at the start. With `parabola` the view
    also draws the parabola that has the curve's slope and bend: what Newton's step goes by.
    """

    parabola: bool = False
    resolution: int = 400
    """Points of the curve."""
    name: str = field(default="tangent", init=False)

    def __post_init__(self) -> None:
        at_least("Tangent.resolution", self.resolution, 2)

    def start(self) -> TangentObserver:
        """Make the observer of one run."""
        return TangentObserver(self)


class TangentObserver:
    """Follows `theta` of a `LandscapeModel`."""

    watches = True

    def __init__(self, probe: Tangent) -> None:
        self._parabola = probe.parabola
        self._resolution = min(probe.resolution, LARGEST // 32)

    def begin(self, scene: Scene) -> FunctionCurve:
        """The curve. Raises ConfigurationError where the run descends no landscape."""
        if scene.landscape is None or not isinstance(scene.model, LandscapeModel):
            raise unfit("Tangent", "an experiment with a landscape", "Look with FitCurve instead.")
        self._landscape = scene.landscape
        self._trail = Trail(scene.model.theta)
        return curve_of(scene.landscape, self._resolution, bends=self._parabola)

    def after_step(self, scene: Scene) -> None:  # noqa: ARG002
        """Take note of the new point."""
        self._trail.note()

    def look(self, scene: Scene) -> PathPoints | None:  # noqa: ARG002
        """Places and slopes since the last look, the start among the first ones."""
        walked = self._trail.take()
        if walked is None:
            return None
        x = torch.tensor(walked.points.numpy()[:, 0], dtype=torch.float64, requires_grad=True)
        slope = _derivative(_heights(self._landscape, x), x)
        return PathPoints(points=Array.of(torch.stack([x, slope], dim=1).detach()))


def curve_of(landscape: Landscape, resolution: int, *, bends: bool) -> FunctionCurve:
    """Heights, and how they bend, along x through the start; computed in double precision."""
    x = torch.linspace(*landscape.x, resolution, dtype=torch.float64, requires_grad=True)
    heights = _heights(landscape, x)
    bend = _derivative(_derivative(heights, x), x) if bends else None
    return FunctionCurve(
        x=Array.of(x.detach()),
        heights=Array.of(heights.detach()),
        bends=None if bend is None else Array.of(bend.detach()),
        axes=("x", landscape.name),
    )


def _heights(landscape: Landscape, x: Tensor) -> Tensor:
    """f at each of these places, recorded."""
    with torch.enable_grad():
        return landscape.function(torch.stack([x, torch.full_like(x, landscape.start[1])], -1))


def _derivative(values: Tensor, x: Tensor) -> Tensor:
    """dy/dx of each value, which depends on its own x alone; recorded, to be derived again."""
    if not values.requires_grad:
        return torch.zeros_like(x)
    with torch.enable_grad():
        total = values.sum()
        (found,) = torch.autograd.grad(total, x, create_graph=True, materialize_grads=True)
    return found
