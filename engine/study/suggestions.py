"""What a range test suggests: three common rules, each with its reason. All are heuristics."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

SKIPPED_AT_THE_START = 10
"""Points whose smoothed loss still rests on a few batches."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A learning rate to try."""

    name: str
    """`steepest`, `minimum/10` or `valley`."""
    rate: float
    why: str
    """The rule in one sentence."""


def suggestions(rates: tuple[float, ...], smoothed: tuple[float, ...]) -> tuple[Suggestion, ...]:
    """What the curve of a range test suggests; none, where the loss never fell.

    Rates ascend by a constant factor. Values that are not finite end the part that is used.
    """
    usable = next((i for i, loss in enumerate(smoothed) if not math.isfinite(loss)), len(smoothed))
    begin = SKIPPED_AT_THE_START if usable > 3 * SKIPPED_AT_THE_START else 0
    rates, losses = rates[begin:usable], smoothed[begin:usable]
    if len(losses) < 3 or min(losses) >= losses[0]:
        return ()
    lowest = losses.index(min(losses))
    return (
        Suggestion(
            "steepest",
            rates[_steepest(losses)],
            "The smoothed loss falls fastest here, per factor of the rate: progress is greatest.",
        ),
        Suggestion(
            "minimum/10",
            rates[lowest] / 10,
            "A tenth of the rate with the lowest smoothed loss: there it is about to rise.",
        ),
        Suggestion(
            "valley",
            rates[_valley(losses)],
            "Two thirds along the longest fall of the smoothed loss: well in, clear of its end.",
        ),
    )


def _steepest(losses: tuple[float, ...]) -> int:
    """Where the fall over two neighbouring factors of the rate is largest."""
    falls = [before - after for before, after in zip(losses, losses[2:], strict=False)]
    return falls.index(max(falls)) + 1


def _valley(losses: tuple[float, ...]) -> int:
    """Two thirds of the way along the longest run of neighbours that fall."""
    best = nowhere = (0, 0)
    begin = 0
    for i, (before, after) in enumerate(pairwise(losses), start=1):
        if after >= before:
            begin = i
        elif i - begin > best[1] - best[0]:
            best = (begin, i)
    first, last = best if best != nowhere else (0, len(losses) - 1)
    return first + (last - first) * 2 // 3
