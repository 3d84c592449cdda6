"""What can be seen to have happened at single steps of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Happening = Literal["spike", "drop", "warm", "restart", "clip"]

BEFORE, AFTER = 10, 20
"""Steps around a spike that it stands out from."""
SPIKE = 3.0
FEW = 6
"""Steps of all spikes of a run together, where one can be told from its noise."""
DROP, RISE = 0.7, 1.4
RAMP = 5
"""Steps that a warm-up takes at least."""
WHOLE = 0.999
"""A gradient of which less is handed on was clipped; rounding loses less."""
CLEARLY = 0.7
"""Share of a gradient that is left of one that was clipped for all to see."""
RARE = 0.1
"""Largest share of clipped steps among which one is worth asking about."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recorded:
    """The columns of a run, one value a step."""

    steps: NDArray[np.int64]
    loss: Floats
    lr: Floats
    norm: Floats
    """Of the gradient, before clipping."""
    applied: Floats
    """After clipping."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something happened."""

    what: Happening
    place: int
    """Index of the step."""


def happenings(run: Recorded) -> list[Seen]:
    """All of them, in order of the steps."""
    finders: tuple[tuple[Happening, Callable[[Recorded], list[int]]], ...] = (
        ("spike", spikes),
        ("drop", drops),
        ("warm", warm_up_ends),
        ("restart", restarts),
        ("clip", clips),
    )
    found = [Seen(what, place) for what, finder in finders for place in finder(run)]
    return sorted(found, key=lambda seen: seen.place)


def spikes(run: Recorded) -> list[int]:
    """The loss jumped, and came back."""
    import numpy as np

    if len(run.loss) < BEFORE + AFTER:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(run.loss, BEFORE)
    middle = np.median(windows, axis=1)
    there = np.arange(BEFORE, len(run.loss) - AFTER)
    # The ten steps before it, and ten a little after it.
    around = SPIKE * np.maximum(middle[there - BEFORE], middle[there + AFTER - BEFORE])
    high: list[int] = there[run.loss[there] > around].tolist()
    if len(high) > FEW:
        return []
    return [at for at in high if at - 1 not in high]


def drops(run: Recorded) -> list[int]:
    """The rate fell in one step."""
    import numpy as np

    return [int(at) + 1 for at in np.flatnonzero(run.lr[1:] < DROP * run.lr[:-1])]


def restarts(run: Recorded) -> list[int]:
    """The rate rose in one step, after it had fallen."""
    import numpy as np

    rises: list[int] = (np.flatnonzero(run.lr[1:] > RISE * run.lr[:-1]) + 1).tolist()
    return [at for at in rises if run.lr[max(at - BEFORE, 0)] > run.lr[at - 1]]


def warm_up_ends(run: Recorded) -> list[int]:
    """The rate had risen from the first step on, and rises no more."""
    import numpy as np

    still = np.flatnonzero(run.lr[1:] <= run.lr[:-1])
    return [int(still[0])] if len(still) and still[0] >= RAMP else []


def clips(run: Recorded) -> list[int]:
    """The gradient was too long and was shortened, in a run where that is rare."""
    import numpy as np

    shortened = run.applied < WHOLE * run.norm
    rare = shortened.sum() <= RARE * len(run.norm)
    clearly = np.flatnonzero(run.applied < CLEARLY * run.norm)
    return [int(at) for at in clearly] if rare else []
