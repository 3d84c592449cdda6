"""The path of a descent, drawn over its landscape."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.nn import LandscapeModel
from engine.observations import PathPoints, Surface
from engine.probes.base import Scene, unfit
from engine.probes.trail import Trail
from engine.surfaces import picture


@dataclass(frozen=True, slots=True)
class Path:
    """The whole landscape once, then every point since the last look. Needs a landscape."""

    name: str = field(default="surface", init=False)

    def start(self) -> PathObserver:
        """Make the observer of one run."""
        return PathObserver()


class PathObserver:
    """Follows `theta` of a `LandscapeModel`."""

    watches = True

    def begin(self, scene: Scene) -> Surface:
        """The landscape. Raises ConfigurationError where the run descends none."""
        if scene.landscape is None or not isinstance(scene.model, LandscapeModel):
            raise unfit("Path", "an experiment with a landscape", "Look with LossSurface instead.")
        self._trail = Trail(scene.model.theta)
        return picture(scene.landscape)

    def after_step(self, scene: Scene) -> None:  # noqa: ARG002
        """Take note of the new point."""
        self._trail.note()

    def look(self, scene: Scene) -> PathPoints | None:  # noqa: ARG002
        """The points since the last look, the start among the first ones."""
        return self._trail.take()
