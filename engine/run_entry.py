"""One run in a list of many: who it is, how it stands, what it came to, what it takes on disk."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine import wire
from engine.annotations import NONE, Annotations, read_notes
from engine.events import Evaluated, Event, Metric, RunEnded, RunStarted, Status
from engine.runfile import map_rows
from engine.runs import EVENTS, SNAPSHOTS, STEPS, RunInfo, RunStore
from engine.trash import size_of

if TYPE_CHECKING:
    from engine.runfile import Rows

Standing = Status | Literal["running", "unfinished"]
"""How a run ended; `running` while it is recorded, `unfinished` where its end was cut off."""
STANDINGS: tuple[Standing, ...] = (
    *("finished", "stopped", "diverged", "failed"),
    *("running", "unfinished"),
)
PIECE = 1 << 16
"""Steps that are looked at at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """Where a loss was lowest."""

    loss: float
    step: int
    split: Literal["validation", "train"]
    """`train`: the noisy loss of one batch, of a run that was never validated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEntry:
    """Everything that a list of runs says, without the run's record."""

    info: RunInfo
    status: Standing
    problem: str = ""
    """Why, where it diverged or failed; else empty."""
    steps: int = 0
    """Updates made, those before a fork included."""
    planned: int = 0
    """Updates that it was going to make; 0 where it never began."""
    seconds: float = 0.0
    final_loss: float = math.nan
    """Training loss of the last step; NaN where there is none."""
    best: Best | None = None
    """Lowest validation loss, or lowest training loss where there is none; never NaN."""
    metrics: tuple[Metric, ...] = ()
    """The latest ones of the validation split."""
    size: int = 0
    """Bytes on disk, snapshots included."""
    snapshots_size: int = 0
    """Bytes of its snapshots."""
    notes: Annotations = NONE

    @property
    def run(self) -> str:
        """Identity."""
        return self.info.run


def read_entry(store: RunStore, run: str) -> RunEntry:
    """Look a run over. Raises EngineError where it cannot be read; its record may be missing."""
    info = store.info(run)
    folder = store.folder(run)
    # Asked first: a run that ends while it is read has its end among the events.
    under_way = store.under_way(run)
    events = tuple(_telling(folder / EVENTS))
    started = next((event for event in events if isinstance(event, RunStarted)), None)
    ended = next((event for event in reversed(events) if isinstance(event, RunEnded)), None)
    rows = _rows(folder / STEPS)
    measured = [event for event in events if isinstance(event, Evaluated) and _counts(event)]
    count = 0 if rows is None else len(rows)
    return RunEntry(
        info=info,
        status=ended.status if ended else "running" if under_way else "unfinished",
        problem=ended.problem.title if ended and ended.problem else "",
        steps=int(rows["step"][-1]) if rows is not None and count else 0,
        planned=started.steps if started else 0,
        seconds=ended.seconds if ended else _seconds(rows),
        final_loss=float(rows["loss"][-1]) if rows is not None and count else math.nan,
        best=_best_measured(measured) or _best_step(rows),
        metrics=measured[-1].metrics if measured else (),
        size=size_of(folder),
        snapshots_size=size_of(folder / SNAPSHOTS),
        notes=read_notes(folder),
    )


def _telling(path: Path) -> Iterable[Event]:
    """The few events that are needed, without decoding the many and large others."""
    wanted = tuple(
        f'{{"event":"{name}"'.encode() for name in ("run_started", "evaluated", "run_ended")
    )
    try:
        with path.open("rb") as file:
            for line in file:
                if line.startswith(wanted) and line.endswith(b"\n"):
                    try:
                        yield wire.decode(line)
                    except ValueError:
                        continue
    except OSError:
        return


def _counts(event: Evaluated) -> bool:
    return (event.split, event.weights) == ("validation", "current")


def _rows(path: Path) -> Rows | None:
    try:
        return map_rows(path)
    except (OSError, ValueError):
        return None


def _seconds(rows: Rows | None) -> float:
    return float(rows["seconds"][-1]) if rows is not None and len(rows) else 0.0


def _best_measured(measured: Iterable[Evaluated]) -> Best | None:
    finite = [event for event in measured if math.isfinite(event.loss)]
    best = min(finite, key=lambda event: event.loss, default=None)
    return Best(loss=best.loss, step=best.step, split="validation") if best else None


def _best_step(rows: Rows | None) -> Best | None:
    """In pieces, so that a run of millions of steps is never in memory."""
    import numpy as np

    best: Best | None = None
    for begin in range(0, 0 if rows is None else len(rows), PIECE):
        piece = rows[begin : begin + PIECE]  # type: ignore[index]
        losses = np.where(np.isfinite(piece["loss"]), piece["loss"], np.inf)
        at = int(losses.argmin())
        lowest = float(losses[at])
        if math.isfinite(lowest) and (best is None or lowest < best.loss):
            best = Best(loss=lowest, step=int(piece["step"][at]), split="train")
    return best
