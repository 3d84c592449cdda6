"""What the probes of one run have seen so far, in a bounded amount of memory."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, TypeVar

from engine.observations import Array, Observation, PathPoints
from tui.plots.palette import Identity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.layer_history import LayerHistory

LONGEST_TRAIL = 4096
"""Points of a path that are kept; a longer path keeps every second, fourth, … of them."""
MOST_LOOKS = 64
"""Observations of one kind that are kept; of more, every second, fourth, … of them."""
MOST_BYTES = 1 << 20
"""Bytes of the observations of one kind that are kept; of more, fewer of them."""
MOST_RECALLED = 32
"""Observations that are kept of snapshots that were gone back to."""
LAYERS = "layers"
"""Name of the view that needs no probe: every record holds the gradient norm of each layer."""

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

    def follow(self, past: Trail, until: int) -> None:
        """Begin with another trail, up to a step; nothing has been added yet."""
        self._kept = [point for point in past._kept if point[0] <= until]
        self._stride, self._count = past._stride, past._stride * len(self._kept)

    def points(self, until: int | None = None) -> NDArray[np.float64]:
        """(n, 2), oldest first, up to a step; the first and the newest are always among them."""
        import numpy as np

        newest = [self._newest] if self._newest else []
        kept = [(x, y) for step, x, y in (*self._kept, *newest) if until is None or step <= until]
        return np.array(kept, dtype=np.float64).reshape(-1, 2)

    def step_of(self, moment: int) -> int | None:
        """Step of its last point up to a moment; None where there is none."""
        newest = [self._newest] if self._newest else []
        return max((at for at, _, _ in (*self._kept, *newest) if at <= moment), default=None)


class Looks:
    """What one probe saw, by step: all of it while it is little, then evenly thinned."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, Observation]] = []
        self._newest: tuple[int, Observation] | None = None
        self._bytes = 0
        self._stride = 1
        self._count = 0

    def add(self, step: int, seen: Observation) -> None:
        """Take in the newest look; it is always kept, and so is the first."""
        self._newest = (step, seen)
        if self._count % self._stride == 0:
            self._kept.append(self._newest)
            self._bytes += size(seen)
        self._count += 1
        while len(self._kept) > 1 and (len(self._kept) > MOST_LOOKS or self._bytes > MOST_BYTES):
            self._kept = self._kept[::2]
            self._bytes = sum(size(kept) for _, kept in self._kept)
            self._stride *= 2

    @property
    def bytes(self) -> int:
        """What the looks that are kept take up, the newest included."""
        extra = self._newest is not None and self._newest is not self._kept[-1]
        return self._bytes + (size(self._newest[1]) if extra and self._newest else 0)

    def at(self, moment: int | None) -> Observation | None:
        """The newest look, or the last one up to a step."""
        if self._newest is None:
            return None
        if moment is None or self._newest[0] <= moment:
            return self._newest[1]
        place = bisect_right(self._kept, moment, key=lambda look: look[0])
        return self._kept[place - 1][1] if place else None

    def all(self, until: int | None = None) -> list[tuple[int, Observation]]:
        """Steps and looks that are kept, oldest first."""
        extra = self._newest is not None and self._newest is not self._kept[-1]
        kept = [*self._kept, self._newest] if extra and self._newest else self._kept
        return [look for look in kept if until is None or look[0] <= until]


def size(seen: object) -> int:
    """Bytes of the numbers and the words in an observation."""
    if isinstance(seen, Array):
        return len(seen.data)
    if isinstance(seen, str):
        return len(seen)
    if isinstance(seen, tuple):
        return sum(size(part) for part in seen)
    if is_dataclass(seen):
        return sum(size(getattr(seen, part.name)) for part in fields(seen))
    return 8


class RunSeen:
    """One run as the views know it: who it is, and what each probe has seen, moment by moment."""

    def __init__(self, name: str, identity: Identity) -> None:
        self.name = name
        self.identity = identity
        self.trail = Trail()
        self._trail_of = ""
        """The view that the trail is drawn in."""
        self.layers: tuple[str, ...] = ()
        """Names of the parameter tensors, as far as the run has said them."""
        self.layer_norms: LayerHistory | None = None
        """Their gradient norms over the run."""
        self._looks: dict[str, dict[type, Looks]] = {}
        self._recalled: dict[tuple[str, type, int], Observation] = {}

    def has(self, view: str) -> bool:
        """Whether there is something to draw in the view of that name."""
        if view == LAYERS:
            return self.layer_norms is not None and len(self.layer_norms) > 0
        return view in self._looks

    def record(self, layers: tuple[str, ...], norms: LayerHistory) -> None:
        """Say where the gradient norms of the layers are recorded while the run goes on."""
        self.layers, self.layer_norms = layers, norms

    def add(self, seen: Observation, view: str, step: int = 0) -> None:
        """Take in an observation, in the order in which they arrive; `view` is its probe's name."""
        if isinstance(seen, PathPoints):
            self.trail.add(seen.points.numpy(), step)
            self._trail_of = view
            return
        self._looks.setdefault(view, {}).setdefault(type(seen), Looks()).add(step, seen)

    def follow(self, past: RunSeen, until: int) -> None:
        """Begin with what another run has shown up to a step: it is this run's past as well."""
        self.trail.follow(past.trail, until)
        self._trail_of = past._trail_of
        for view, kinds in past._looks.items():
            for looks in kinds.values():
                for step, seen in looks.all(until):
                    self.add(seen, view, step)

    def recall(self, seen: Observation, view: str, step: int) -> None:
        """Take in what was looked at again, exactly at a step; the latest few are kept."""
        self._recalled[view, type(seen), step] = seen
        while len(self._recalled) > MOST_RECALLED:
            del self._recalled[next(iter(self._recalled))]

    def look(self, view: str, kind: type[Kind], moment: int | None = None) -> Kind | None:
        """What the probe saw last, up to a step if one is given; None where it saw nothing."""
        looks = self._looks.get(view, {}).get(kind)
        seen = looks.at(moment) if looks else None
        if moment is not None:
            seen = self._recalled.get((view, kind, moment), seen)
        return seen if isinstance(seen, kind) else None

    def step_of(self, view: str, moment: int) -> int | None:
        """Step of the last look of that probe up to a moment; None where there is none."""
        if any((name, step) == (view, moment) for name, _, step in self._recalled):
            return moment
        walked = self.trail.step_of(moment) if view == self._trail_of else None
        if walked is not None:
            return walked  # the ground was seen once; what moves on it is the path
        looks = self._looks.get(view, {}).values()
        return max((step for kind in looks for step, _ in kind.all(moment)), default=None)

    def looks(
        self, view: str, kind: type[Kind], moment: int | None = None
    ) -> list[tuple[int, Kind]]:
        """Everything of a kind that is kept, with its step, oldest first."""
        looks = self._looks.get(view, {}).get(kind)
        kept = looks.all(moment) if looks else []
        return [(step, seen) for step, seen in kept if isinstance(seen, kind)]
