"""Runs that differ in nothing but the seed, taken together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.request import RunRequest
from tui.lab.live_run import LiveRun
from tui.plots.palette import Identity

FEWEST = 3
"""Seeds that are drawn as a band; two are drawn as two curves."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group:
    """One setting with several seeds."""

    label: str
    identity: Identity
    runs: tuple[LiveRun, ...]
    """One for each seed, in the order of the seeds."""

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds, ascending."""
        return tuple(run.info.request.seed for run in self.runs)

    @property
    def under_way(self) -> bool:
        """Whether one of them may still change."""
        return any(run.under_way for run in self.runs)

    @property
    def typical(self) -> LiveRun:
        """The run that stands for all where only one can be shown: the middle one by its end."""
        ranked = sorted(self.runs, key=lambda run: _rank(run.history.loss.latest))
        return ranked[(len(ranked) - 1) // 2]


def setting(request: RunRequest) -> RunRequest:
    """What is the same in all seeds of one setting, and in every way of watching it."""
    return replace(request, seed=0, start_paused=False, steps_per_second=None, snapshot_every=None)


def same_run(request: RunRequest) -> RunRequest:
    """What is the same in a run that is made again."""
    return replace(setting(request), seed=request.seed)


def groups(runs: Sequence[LiveRun]) -> list[Group]:
    """All settings among these runs with enough seeds, in the order of their first runs.

    A run whose knobs were turned on the way, or that broke off, is like no other one.
    """
    by_setting: dict[RunRequest, dict[int, LiveRun]] = {}
    for run in runs:
        failed = run.ended is not None and run.ended.status == "failed"
        if not (run.changes or failed or run.cut_off):
            seeds = by_setting.setdefault(setting(run.info.request), {})
            seeds[run.info.request.seed] = run
    return [
        Group(
            label=next(iter(seeds.values())).own_label,
            identity=next(iter(seeds.values())).identity,
            runs=tuple(seeds[seed] for seed in sorted(seeds)),
        )
        for seeds in by_setting.values()
        if len(seeds) >= FEWEST
    ]


def _rank(value: float) -> float:
    return math.inf if math.isnan(value) else value
