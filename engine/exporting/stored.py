"""One run of a store, written out under its own name: what programs call in a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from engine.exporting.catalog import formats
from engine.runs import RunStore

StoredFormat = Literal["csv", "jsonl", "tensorboard"]


def export(root: str, run: str, kind: StoredFormat, folder: str) -> str:
    """Write a run below a folder; returns where.

    TensorBoard gets a folder for each run, the others one file. Raises EngineError where there is
    no such run, the disk refuses, or the optional extra that a format needs is not installed.
    """
    stored = RunStore(Path(root)).load(run)
    target = Path(folder) if kind == "tensorboard" else Path(folder) / f"{run}.{kind}"
    return str(formats.make(kind, run=stored, path=target))
