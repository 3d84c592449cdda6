"""Which operations the time of a step goes to: PyTorch's own profiler, in a short table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from engine.errors import at_least
from engine.setup import Setup
from engine.silence import quietly
from engine.study.stepping import stepping


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One kind of operation in some steps of a run."""

    name: str
    """As PyTorch calls it, such as `aten::addmm`."""
    calls: int
    seconds: float
    """Spent in it, the operations that it calls not counted."""
    share: float
    """Part of the time of all operations, 0 … 1."""


def operations(setup: Setup, *, steps: int = 3, warm_up: int = 1) -> tuple[Operation, ...]:
    """Train `steps` steps under `torch.profiler`; the most expensive operation comes first.

    On CUDA the time is that of the device. The first `warm_up` steps are left out. Spends the
    setup: prepare another one to train. Draws from torch's global generators, as training does.
    Raises ConfigurationError for no steps. Source: the PyTorch documentation, `torch.profiler`.
    """
    at_least("steps", steps, 1)
    at_least("warm_up", warm_up, 0)
    update, windows = stepping(setup)
    plan = torch.profiler.schedule(wait=0, warmup=warm_up, active=steps, repeat=1)
    with (
        _saying_nothing(),
        torch.profiler.profile(activities=_activities(setup), schedule=plan) as profiler,
    ):
        for step in range(1, warm_up + steps + 1):
            update.make(step, next(windows))
            if step == warm_up + steps:
                update.flush()
            profiler.step()
    return _table(profiler.key_averages(), setup.device)


@contextmanager
def _saying_nothing() -> Iterator[None]:
    """The profiler marks its start and its end on the terminal, past Python."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        with quietly():
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _activities(setup: Setup) -> list[Any]:
    kinds = torch.profiler.ProfilerActivity
    return [kinds.CPU, kinds.CUDA] if setup.device.type == "cuda" else [kinds.CPU]


def _table(averages: Any, device: torch.device) -> tuple[Operation, ...]:
    """Rows of the profiler, those that took time, by time."""
    kind = "self_device_time_total" if device.type == "cuda" else "self_cpu_time_total"
    rows = [row for row in averages if not row.key.startswith("ProfilerStep")]
    found = [(row.key, row.count, getattr(row, kind) * 1e-6) for row in rows]
    total = sum(seconds for _, _, seconds in found)
    found.sort(key=lambda row: -row[2])
    return tuple(
        Operation(name=name, calls=calls, seconds=seconds, share=seconds / total)
        for name, calls, seconds in found
        if seconds > 0
    )
