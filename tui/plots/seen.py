"""What the probes of one run have seen so far, in a bounded amount of memory."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from engine.observations import Observation, PathPoints
from tui.plots.palette import Identity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_TRAIL = 4096
"""Points of a path that are kept; a longer path keeps every second, fourth, … of them."""
MOST_LOOKS = 64
"""Observations of one kind that are kept; of more, every second, fourth, … of them."""

Kind = TypeVar("Kind", bound=Observation)


class Trail:
    """A path in the plane of any length, thinned to a bounded number of points."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, float, float]] = []
        self._stride = 1
        self._count = 0
        self._newest: tuple[int, float, float] | None = None

    def __len__(self) -> int:
        return self._count

    def add(self, points: NDArray[np.float32], step: int) -> None:
        """Add points, (n, 2), oldest first; the last one is where the run was after `step`."""
        for back, (x, y) in zip(range(len(points) - 1, -1, -1), points.tolist(), strict=True):
            self._newest = (step - back, x, y)
            if self._count % self._stride == 0:
                self._kept.append(self._newest)
            self._count += 1
            if len(self._kept) > LONGEST_TRAIL:
                self._kept = self._kept[::2]
                self._stride *= 2

    def points(self, until: int | None = None) -> NDArray[np.float64]:
        """(n, 2), oldest first, up to a step; the first and the newest are always among them."""
        import numpy as np

        newest = [self._newest] if self._newest else []
        kept = [(x, y) for step, x, y in (*self._kept, *newest) if until is None or step <= until]
        return np.array(kept, dtype=np.float64).reshape(-1, 2)


class Looks:
    """What one probe saw, by step: all of it while it is little, then evenly thinned."""

    def __init__(self) -> None:
        self._steps: list[int] = []
        self._seen: list[Observation] = []
        self._stride = 1
        self._since = 0

    def add(self, step: int, seen: Observation) -> None:
        """Take in the newest look; it is always kept, and so is the first."""
        if self._since % self._stride and self._steps:
            # The last one was only there because it was the newest.
            self._steps.pop()
            self._seen.pop()
        self._steps.append(step)
        self._seen.append(seen)
        self._since += 1
        if len(self._steps) > MOST_LOOKS:
            self._steps, self._seen = self._steps[::2], self._seen[::2]
            self._stride *= 2
            self._since = 1

    def at(self, moment: int | None) -> Observation | None:
        """The newest look, or the last one up to a step."""
        place = len(self._steps) if moment is None else bisect_right(self._steps, moment)
        return self._seen[place - 1] if place else None

    def all(self, until: int | None = None) -> list[tuple[int, Observation]]:
        """Steps and looks that are kept, oldest first."""
        return [
            (step, seen)
            for step, seen in zip(self._steps, self._seen, strict=True)
            if until is None or step <= until
        ]


class RunSeen:
    """One run as the views know it: who it is, and what each probe has seen, moment by moment."""

    def __init__(self, name: str, identity: Identity) -> None:
        self.name = name
        self.identity = identity
        self.trail = Trail()
        self._looks: dict[str, dict[type, Looks]] = {}

    def has(self, view: str) -> bool:
        """Whether there is something to draw in the view of that name."""
        return view in self._looks

    def add(self, seen: Observation, view: str, step: int = 0) -> None:
        """Take in an observation, in the order in which they arrive; `view` is its probe's name."""
        if isinstance(seen, PathPoints):
            self.trail.add(seen.points.numpy(), step)
            return
        self._looks.setdefault(view, {}).setdefault(type(seen), Looks()).add(step, seen)

    def look(self, view: str, kind: type[Kind], moment: int | None = None) -> Kind | None:
        """What the probe saw last, up to a step if one is given; None where it saw nothing."""
        looks = self._looks.get(view, {}).get(kind)
        seen = looks.at(moment) if looks else None
        return seen if isinstance(seen, kind) else None

    def looks(
        self, view: str, kind: type[Kind], moment: int | None = None
    ) -> list[tuple[int, Kind]]:
        """Everything of a kind that is kept, with its step, oldest first."""
        looks = self._looks.get(view, {}).get(kind)
        kept = looks.all(moment) if looks else []
        return [(step, seen) for step, seen in kept if isinstance(seen, kind)]
