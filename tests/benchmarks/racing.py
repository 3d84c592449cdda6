"""Compares training loops step by step: all in one process, by turns, against one of them.

A slice of steps takes some CPU time; it is divided by the mean of the reference's slices before
and after it, so that a machine that is slow for a while is slow for both.
"""

from __future__ import annotations

import ctypes
import gc
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import torch

from engine.heap import keep_freed_memory
from tests.benchmarks.peers.parked import PeerError

_M_ARENA_MAX = -8


class Contender(Protocol):
    """A training run that goes on only while somebody advances it."""

    def advance(self, steps: int) -> None:
        """Train that many steps."""
        ...

    def close(self) -> None:
        """End the run."""
        ...


class Stepped:
    """A contender made of a generator, each `next` of which is one step."""

    def __init__(self, steps: Iterator[None]) -> None:
        self._steps = steps

    def advance(self, steps: int) -> None:
        """Train that many steps."""
        step = self._steps.__next__
        for _ in range(steps):
            step()

    def close(self) -> None:
        """End the run."""
        self._steps.close()  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Laps:
    """What one contender needed, one entry a round."""

    ratios: list[float] = field(default_factory=list)
    """Time over the reference's."""
    extra: list[float] = field(default_factory=list)
    """µs a step more than the reference."""

    @property
    def spread(self) -> tuple[float, float, float]:
        """Quartiles of the ratios."""
        return quartiles(self.ratios)


@dataclass(frozen=True, slots=True)
class Race:
    """The outcome."""

    laps: dict[str, Laps] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    """Who did not reach the end, and why."""


def fair_conditions() -> None:
    """One torch thread, and the same heap for everybody, whatever thread they run in."""
    torch.set_num_threads(1)
    keep_freed_memory()
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, 1)


def race(
    reference: Contender, contenders: Mapping[str, Contender], *, steps: int, rounds: int
) -> Race:
    """Let everybody train `steps` steps a round. A peer that fails is out."""
    outcome = Race()
    try:
        _run(reference, dict(contenders), steps, rounds, outcome)
    finally:
        for contender in (reference, *contenders.values()):
            contender.close()
        gc.unfreeze()
    return outcome


def _run(
    reference: Contender, running: dict[str, Contender], steps: int, rounds: int, outcome: Race
) -> None:
    seconds(reference, steps)
    for name in list(running):
        _lap(running, name, steps, outcome)
    gc.collect()
    gc.freeze()
    before = seconds(reference, steps)
    for _ in range(rounds):
        for name in list(running):
            taken = _lap(running, name, steps, outcome)
            after = seconds(reference, steps)
            if taken is not None:
                laps = outcome.laps.setdefault(name, Laps())
                laps.ratios.append(2 * taken / (before + after))
                laps.extra.append((taken - (before + after) / 2) / steps * 1e6)
            before = after


def seconds(contender: Contender, steps: int) -> float:
    """CPU time of that many steps."""
    began = time.process_time()
    contender.advance(steps)
    return time.process_time() - began


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """The three of them; of a single value, that value."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4)
    return low, middle, high


def _lap(running: dict[str, Contender], name: str, steps: int, outcome: Race) -> float | None:
    """CPU time of one contender's slice; None, and the contender is out, where a peer failed."""
    try:
        return seconds(running[name], steps)
    except PeerError as failure:
        outcome.failures[name] = f"{failure}"[:300]
        outcome.laps.pop(name, None)
        del running[name]
        return None
