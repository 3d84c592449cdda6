"""All runs at a glance: what has not changed since the last look is not read again.

What was read is kept in one file beside the runs. It is only ever a copy: a damaged, older or lost
one is made anew, and of several programs that write it the last one wins.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.atomic import whole
from engine.errors import EngineError
from engine.run_entry import RunEntry, read_entry
from engine.runs import EVENTS, RunStore

INDEX = ".index"
VERSION = 1
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time tells every further change: clocks of disks are coarse."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a change of a run on disk is told."""

    folder: int
    """When something was put into its folder, or removed, in nanoseconds."""
    events: int
    """When its events were last written; 0 where there are none."""
    length: int
    """Bytes of its events."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it was read."""

    stamp: Stamp
    read: int
    """When, in nanoseconds."""
    entry: RunEntry

    def holds(self, stamp: Stamp) -> bool:
        """Whether the run is still as it was: ended, untouched, and not touched just before."""
        latest = max(stamp.folder, stamp.events)
        return self.entry.status != "running" and self.stamp == stamp and self.read > latest


@dataclass(frozen=True, slots=True)
class _File:
    """What the index file holds."""

    version: int
    runs: tuple[Kept, ...]


class RunsIndex:
    """Lists the runs of a store; may be used by several threads and programs at once."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._path = store.root / INDEX
        self._kept: dict[str, Kept] | None = None

    def entries(self) -> tuple[RunEntry, ...]:
        """Every readable run, newest first. The first look at many new runs takes its time."""
        before = self._kept if self._kept is not None else _read(self._path)
        now: dict[str, Kept] = {}
        fresh = False
        for run, stamp in _stamps(self._store.root):
            kept = before.get(run)
            if kept is None or not kept.holds(stamp):
                kept = self._look(run, stamp)
                fresh = fresh or kept is not None
            if kept is not None:
                now[run] = kept
        if fresh or len(now) != len(before):
            self._write(now)
        self._kept = now
        return tuple(now[run].entry for run in sorted(now, reverse=True))

    def _look(self, run: str, stamp: Stamp) -> Kept | None:
        read = time.time_ns() - SETTLED
        try:
            return Kept(stamp, read, read_entry(self._store, run))
        except EngineError:
            return None  # as damaged as that, it is no run any more

    def _write(self, kept: dict[str, Kept]) -> None:
        """A disk that refuses costs time at the next look, and nothing else."""
        with suppress(OSError), whole(self._path) as file:
            file.write(msgspec.msgpack.encode(_File(VERSION, tuple(kept.values()))))


def _read(path: Path) -> dict[str, Kept]:
    try:
        found = msgspec.msgpack.decode(path.read_bytes(), type=_File)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return {kept.entry.run: kept for kept in found.runs} if found.version == VERSION else {}


def _stamps(root: Path) -> list[tuple[str, Stamp]]:
    stamps = []
    try:
        with os.scandir(root) as found:
            for entry in found:
                if entry.name.startswith("."):
                    continue
                with suppress(OSError):
                    if entry.is_dir():
                        stamps.append((entry.name, _stamp(entry.path)))
    except OSError:
        return []
    return stamps


def _stamp(folder: str) -> Stamp:
    changed = os.stat(folder).st_mtime_ns
    try:
        events = os.stat(f"{folder}/{EVENTS}")
    except OSError:
        return Stamp(changed, 0, 0)
    return Stamp(changed, events.st_mtime_ns, events.st_size)
