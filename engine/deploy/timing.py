"""How long a model takes to answer: median and tail of repeated calls."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import at_least

Call = Callable[[], object]
"""One request, ready to be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Times of repeated calls, in milliseconds."""

    milliseconds: tuple[float, ...]
    """Every call, in order; warm-up calls are left out."""

    @property
    def median(self) -> float:
        """Half of the calls were quicker."""
        return statistics.median(self.milliseconds)

    def quantile(self, share: float) -> float:
        """The time within which this share of the calls ended: 0.99 is the tail people feel."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def latency(call: Call, *, repeats: int = 30, warm_up: int = 3) -> Latency:
    """Time a call. The first ones, in which memory is fetched and kernels are chosen, are left out.

    Raises ConfigurationError for less than one repeat.
    """
    return race(call, repeats=repeats, warm_up=warm_up)[0]


def race(*calls: Call, repeats: int = 30, warm_up: int = 3) -> tuple[Latency, ...]:
    """Time several calls in turn, so that whatever else the machine does slows all of them alike.

    On an accelerator a call has to wait for its own end (`.cpu()`, `.item()`), or only its start is
    timed. Raises ConfigurationError for less than one repeat.
    """
    at_least("repeats", repeats, 1)
    for call in calls:
        for _ in range(warm_up):
            call()
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(repeats):
        for call, taken in zip(calls, times, strict=True):
            began = time.perf_counter()
            call()
            taken.append((time.perf_counter() - began) * 1e3)
    return tuple(Latency(milliseconds=tuple(taken)) for taken in times)
