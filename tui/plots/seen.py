"""What the probes of one run have seen so far, in a bounded amount of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.observations import (
    Boundary,
    Confusion,
    Mistakes,
    Observation,
    PathPoints,
    Pictures,
    Surface,
)
from tui.plots.palette import Identity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_TRAIL = 4096
"""Points of a path that are kept; a longer path keeps every second, fourth, … of them."""


class Trail:
    """A path in the plane of any length, thinned to a bounded number of points."""

    def __init__(self) -> None:
        self._kept: list[tuple[float, float]] = []
        self._stride = 1
        self._count = 0
        self._newest: tuple[float, float] | None = None

    def __len__(self) -> int:
        return self._count

    def add(self, points: NDArray[np.float32]) -> None:
        """Add points, (n, 2), oldest first."""
        for x, y in points.tolist():
            if self._count % self._stride == 0:
                self._kept.append((x, y))
            self._count += 1
            self._newest = (x, y)
            if len(self._kept) > LONGEST_TRAIL:
                self._kept = self._kept[::2]
                self._stride *= 2

    def points(self) -> NDArray[np.float64]:
        """(n, 2), oldest first; the first and the newest point are always among them."""
        import numpy as np

        newest = [self._newest] if self._newest else []
        return np.array([*self._kept, *newest], dtype=np.float64).reshape(-1, 2)


class RunSeen:
    """One run as the views know it: who it is, and the newest observation of each kind."""

    def __init__(self, name: str, identity: Identity) -> None:
        self.name = name
        self.identity = identity
        self.surface: Surface | None = None
        self.trail = Trail()
        self.boundary: Boundary | None = None
        self.confusion: Confusion | None = None
        self.mistakes: Mistakes | None = None
        self.pictures: dict[str, Pictures] = {}
        """The newest images of each probe that shows some, by its name."""

    def has(self, view: str) -> bool:
        """Whether there is something to draw in the view of that name."""
        alone = view in ("surface", "boundary", "confusion", "mistakes")
        return view in self.pictures or (alone and getattr(self, view) is not None)

    def add(self, seen: Observation, view: str = "") -> None:
        """Take in an observation, in the order in which they arrive; `view` is its probe's name.

        What no view draws is left out.
        """
        match seen:
            case Surface():
                self.surface = seen
            case PathPoints():
                self.trail.add(seen.points.numpy())
            case Boundary():
                self.boundary = seen
            case Confusion():
                self.confusion = seen
            case Mistakes():
                self.mistakes = seen
            case Pictures():
                self.pictures[view] = seen
