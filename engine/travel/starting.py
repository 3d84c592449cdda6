"""From a fork to the snapshot that it goes on from."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.errors import EngineError
from engine.runs import SNAPSHOTS, RunStore
from engine.travel.fork import Fork
from engine.travel.keeping import load
from engine.travel.snapshot import Snapshot


def start_of(fork: Fork, runs: Path, device: torch.device | str) -> Snapshot:
    """The snapshot, among those of the runs in a folder. Raises EngineError where there is none."""
    try:
        snapshot = load(RunStore(runs).folder(fork.run) / SNAPSHOTS, fork.step, device)
    except KeyError:
        raise EngineError(
            "There is no snapshot to go on from",
            f"Run {fork.run} has none up to step {fork.step}.",
            "Choose a later step, or start from the beginning.",
        ) from None
    return snapshot if fork.keep_optimizer else snapshot.without_optimizer()
