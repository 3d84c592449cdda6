"""All runs: one folder each, with what was asked, the steps, and the rarer events."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.annotations import Annotations, read_notes, write_notes
from engine.atomic import whole
from engine.errors import EngineError
from engine.eventlog import EventReader, being_written
from engine.events import Evaluated, Event, RunEnded, RunStarted
from engine.request import RunRequest
from engine.runfile import read_rows
from engine.trash import Trash

if TYPE_CHECKING:
    from engine.runfile import Rows

INFO, STEPS, EVENTS, CRASH = "run.json", "steps.bin", "events.jsonl", "crash.log"
SNAPSHOTS = "snapshots"
BEGINNING = 60.0
"""Seconds that a run without any event may take to begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Who a run is."""

    run: str
    """Identity, in the order of creation."""
    request: RunRequest
    created: str
    """UTC, ISO 8601."""
    version: int = 1

    @property
    def parent(self) -> str | None:
        """The run that it goes on from; None for one that began at the beginning."""
        return None if self.request.fork is None else self.request.fork.run


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run as it lies on disk, finished or not."""

    info: RunInfo
    rows: Rows
    """One record a step: see `engine.runfile.dtype`."""
    events: tuple[Event, ...]

    @property
    def started(self) -> RunStarted | None:
        """How it began; None where it never did."""
        return next((event for event in self.events if isinstance(event, RunStarted)), None)

    @property
    def ended(self) -> RunEnded | None:
        """How it ended; None for a run that is under way or was cut off."""
        ends = [event for event in self.events if isinstance(event, RunEnded)]
        # Where one of several processes is gone, its launcher has the last word.
        return ends[-1] if ends else None


class RunStore:
    """A folder of runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trash = Trash(root)

    def create(self, request: RunRequest) -> RunInfo:
        """Make the folder of a new run. Raises EngineError where the disk refuses."""
        now = datetime.now(UTC)
        run = f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}"
        info = RunInfo(run=run, request=request, created=now.isoformat(timespec="seconds"))
        try:
            folder = self.folder(run)
            folder.mkdir(parents=True)
            with whole(folder / INFO) as file:
                file.write(msgspec.json.encode(info))
        except OSError as error:
            raise EngineError(
                "The run could not be stored",
                f"Writing to {self.root} failed: {error.strerror or error}.",
                "Free some space, or choose another folder with TUTOR_HOME.",
            ) from error
        return info

    def snapshots(self, run: str) -> tuple[int, ...]:
        """Steps of the points it can be gone back to, ascending. Loads none of them."""
        kept = (self.folder(run) / SNAPSHOTS).glob("[0-9]*.pt")
        return tuple(sorted(int(path.stem) for path in kept))

    def forks(self, run: str) -> tuple[RunInfo, ...]:
        """The runs that go on from it, oldest first."""
        return tuple(info for info in self if info.parent == run)

    def lineage(self, run: RunInfo) -> tuple[StoredRun, ...]:
        """The runs that it goes on from, the eldest first, as far back as they are still there."""
        found: list[StoredRun] = []
        parent, known = run.parent, {run.run}
        while parent is not None and parent not in known:
            known.add(parent)
            try:
                found.insert(0, self.load(parent))
            except EngineError:
                break
            parent = found[0].info.parent
        return tuple(found)

    def folder(self, run: str) -> Path:
        """Where a run lies. Raises EngineError for what leads anywhere else."""
        if not _is_id(run):
            raise EngineError(
                f"There is no run {run!r}",
                "That is not what a run is called.",
                "Name a run by its id, which is the name of its folder.",
            )
        return self.root / run

    def info(self, run: str) -> RunInfo:
        """Who it is. Raises EngineError where there is no such run, or it cannot be read."""
        path = self.folder(run) / INFO
        try:
            # Its folder names it: one that was copied, or renamed, is a run of its own.
            return replace(msgspec.json.decode(path.read_bytes(), type=RunInfo), run=run)
        except (OSError, msgspec.MsgspecError) as error:
            raise EngineError(
                f"Run {run} cannot be read",
                f"Its folder is missing or damaged: {error}.",
                "Run it again; other runs are not affected.",
            ) from error

    def load(self, run: str) -> StoredRun:
        """All of it. Raises EngineError as `info` does, also where its steps are damaged."""
        info = self.info(run)
        folder = self.folder(run)
        events = EventReader(folder / EVENTS).new_events()
        try:
            rows = read_rows(folder / STEPS)
            _check(rows, events)
        except (OSError, ValueError) as error:
            raise EngineError(
                f"Run {run} has no steps",
                f"Its record is missing or damaged: {error}.",
                "Run it again; other runs are not affected.",
            ) from error
        return StoredRun(info=info, rows=rows, events=events)

    def __iter__(self) -> Iterator[RunInfo]:
        """Every readable run, oldest first."""
        for path in sorted(self.root.glob(f"*/{INFO}")):
            try:
                yield self.info(path.parent.name)
            except EngineError:
                continue

    def delete(self, run: str) -> None:
        """Remove a run and everything it recorded; nothing happens where there is none."""
        if _is_id(run):
            shutil.rmtree(self.folder(run), ignore_errors=True)

    def under_way(self, run: str) -> bool:
        """Whether somebody still records it, or is about to."""
        log = self.folder(run) / EVENTS
        if log.exists():
            return being_written(log)
        try:
            made = (self.folder(run) / INFO).stat().st_mtime
        except OSError:
            return False
        return 0 <= time.time() - made < BEGINNING

    def discard(self, run: str) -> None:
        """Put a run into the trash, whole; `bring_back` undoes it.

        Raises EngineError where there is none, where it is under way, or where the disk refuses.
        """
        if self.under_way(run):
            raise EngineError(
                f"Run {run} is under way", "It is still being recorded.", "Stop it first."
            )
        self.trash.take(run)

    def bring_back(self, run: str) -> None:
        """Take a run out of the trash. Raises EngineError where it is not there."""
        self.folder(run)
        self.trash.give_back(run)

    def empty_trash(self) -> int:
        """Remove for good what was discarded; returns the bytes that this freed."""
        return self.trash.empty()

    def drop_snapshots(self, run: str) -> None:
        """Free the room of its snapshots: it can be looked at, and no longer gone back into.

        A run that is under way keeps them.
        """
        if not self.under_way(run):
            shutil.rmtree(self.folder(run) / SNAPSHOTS, ignore_errors=True)

    def annotations(self, run: str) -> Annotations:
        """What somebody noted about a run; nothing where there is none."""
        return read_notes(self.folder(run))

    def annotate(self, run: str, annotations: Annotations) -> None:
        """Keep a note instead of what was there. Raises EngineError where that cannot be."""
        write_notes(self.folder(run), annotations)


def _check(rows: Rows, events: tuple[Event, ...]) -> None:
    """Raises ValueError for a record that cannot be: those who draw it rely on its order."""
    import numpy as np

    started = next((event for event in events if isinstance(event, RunStarted)), None)
    steps = np.concatenate([[0 if started is None else started.first_step], rows["step"]])
    if np.any(np.diff(steps) <= 0):
        raise ValueError("its steps do not go up")
    if len(rows) and started is not None and rows["lr"].shape[1] != started.groups:
        raise ValueError("it has other parameter groups than its events say")
    measured = [event.step for event in events if isinstance(event, Evaluated)]
    if measured != sorted(measured):
        raise ValueError("its evaluations go back")


def _is_id(run: str) -> bool:
    """Whether it names a folder of a store: no path, nor one of the store's own, hidden folders."""
    return Path(run).name == run and not run.startswith(".") and run.isprintable() and run != ""
