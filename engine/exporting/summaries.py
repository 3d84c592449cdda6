"""A run on one page: what was asked, how it ended, and where it was best."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine import wire
from engine.atomic import replacing
from engine.events import Evaluated
from engine.request import Parameters

if TYPE_CHECKING:
    from engine.runs import StoredRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of a run that a report needs."""

    run: str
    recipe: str
    settings: Parameters
    seed: int
    device: str
    """Empty where the run never began."""
    status: str
    """`finished`, `stopped`, `diverged`, `failed`; `unfinished` where its end is not recorded."""
    problem: str
    """Why, where it diverged or failed; else empty."""
    steps: int
    """Updates recorded."""
    seconds: float
    first_loss: float
    """Training loss of the first step; NaN where there is none."""
    last_loss: float
    """Training loss of the last step; NaN where there is none."""
    best_step: int | None
    """Updates made when the validation loss was lowest; the earliest of equals. None where no
    finite one was measured."""
    best_epoch: int | None
    """The pass over the data in which that was, 0 for the first."""
    best_validation_loss: float | None
    last_validation_loss: float | None


def summary(run: StoredRun) -> Summary:
    """Read the figures out of a stored run. A loss that is not a number is never the best one."""
    request, ended, rows = run.info.request, run.ended, run.rows
    measured = [
        event
        for event in run.events
        if isinstance(event, Evaluated)
        and event.split == "validation"
        and event.weights == "current"
    ]
    finite = [event for event in measured if math.isfinite(event.loss)]
    best = min(finite, key=lambda event: event.loss, default=None)
    return Summary(
        run=run.info.run,
        recipe=request.recipe,
        settings=request.parameters,
        seed=request.seed,
        device=run.started.device if run.started is not None else "",
        status=ended.status if ended is not None else "unfinished",
        problem=ended.problem.title if ended is not None and ended.problem is not None else "",
        steps=len(rows),
        seconds=_seconds(run),
        first_loss=float(rows["loss"][0]) if len(rows) else math.nan,
        last_loss=float(rows["loss"][-1]) if len(rows) else math.nan,
        best_step=best.step if best is not None else None,
        best_epoch=_epoch(run, best.step) if best is not None else None,
        best_validation_loss=best.loss if best is not None else None,
        last_validation_loss=measured[-1].loss if measured else None,
    )


def write_summary(run: StoredRun, path: Path) -> Path:
    """Write the summary as one JSON object, keys as in `Summary`; returns `path`.

    Raises EngineError where the disk refuses.
    """
    fields = asdict(summary(run))
    fields["settings"] = dict(fields["settings"])
    with replacing(path) as file:
        file.write(wire.encode_fields("summary", fields) + b"\n")
    return path


def _seconds(run: StoredRun) -> float:
    if run.ended is not None:
        return run.ended.seconds
    return float(run.rows["seconds"][-1]) if len(run.rows) else 0.0


def _epoch(run: StoredRun, step: int) -> int | None:
    """The epoch of a step's record; None where that was lost."""
    found = run.rows["epoch"][run.rows["step"] == step]
    return int(found[0]) if len(found) else None
