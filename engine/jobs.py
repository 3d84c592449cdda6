"""What a worker process can be asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.request import RunRequest


@dataclass(frozen=True, slots=True)
class TrainJob:
    """Make a run and record it."""

    run: str
    request: RunRequest
    folder: Path
    """Where the run is recorded; it exists."""


@dataclass(frozen=True, slots=True)
class CallJob:
    """Call a function that needs torch, and send back what it returns."""

    reference: str
    """`package.module:function`."""
    arguments: tuple[object, ...]
    """Picklable; the result has to be what msgspec can write as JSON."""


Job = TrainJob | CallJob
