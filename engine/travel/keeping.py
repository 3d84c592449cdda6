"""Where the snapshots of a run are kept, and which of them when there is no room for all."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Protocol

import torch

from engine.errors import at_least
from engine.travel.snapshot import Snapshot

IN_MEMORY = 64 << 20
"""Bytes that the snapshots of one run may take in a process."""
ON_DISK = 16 << 20
"""Bytes that those of a stored run may take: there are going to be many runs."""
UNNOTICED = 0.1
"""Seconds that writing them may take in any run: a short one has no share worth speaking of."""
MOST = 200
"""Snapshots of one run: finer than anybody can tell apart on a timeline."""


class Keeper(Protocol):
    """Keeps a snapshot every so many steps."""

    def due(self, step: int) -> bool:
        """Whether a snapshot after `step` steps is wanted."""
        ...

    def keep(self, snapshot: Snapshot) -> None:
        """Keep it; others may have to go."""
        ...


class _Thinning:
    """Every `every` steps; once there is no room, every second one goes and `every` doubles.

    The first and the latest always stay.
    """

    def __init__(self, every: int, room: int) -> None:
        at_least("snapshot_every", every, 1)
        self.every, self._room = every, room
        self._sizes: dict[int, int] = {}

    def due(self, step: int) -> bool:
        """Whether a snapshot after `step` steps is wanted."""
        return step % self.every == 0

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps of the snapshots that are kept, ascending."""
        return tuple(sorted(self._sizes))

    def _added(self, step: int, size: int) -> None:
        self._forget([kept for kept in self.steps[1:] if kept % self.every])
        self._sizes[step] = size
        while len(self._sizes) > 2 and (
            sum(self._sizes.values()) > self._room or len(self._sizes) > MOST
        ):
            self.every *= 2
            self._forget([kept for kept in self.steps[1:-1] if kept % self.every])

    def _forget(self, steps: list[int]) -> None:
        for step in steps:
            del self._sizes[step]
            self._drop(step)

    def _drop(self, step: int) -> None:
        raise NotImplementedError


class InMemory(_Thinning):
    """Snapshots in this process."""

    def __init__(self, every: int, room: int = IN_MEMORY) -> None:
        """`room`: bytes that all of them together may take."""
        super().__init__(every, room)
        self._kept: dict[int, Snapshot] = {}

    def keep(self, snapshot: Snapshot) -> None:
        """Keep it; others may have to go."""
        self._kept[snapshot.step] = snapshot
        self._added(snapshot.step, snapshot.nbytes())

    def at(self, step: int) -> Snapshot:
        """The latest one up to this step. Raises KeyError where there is none."""
        return self._kept[_latest(self.steps, step)]

    def _drop(self, step: int) -> None:
        del self._kept[step]


class InFolder(_Thinning):
    """Snapshots as files, which outlive the process."""

    def __init__(
        self,
        folder: Path,
        every: int,
        room: int = ON_DISK,
        share: float | None = None,
        *,
        unnoticed: float = UNNOTICED,
    ) -> None:
        """`room`: bytes that all of them together may take. `share`: largest part of the time that
        writing may take, beyond `unnoticed` seconds; snapshots that would take more are left out.
        None: any."""
        super().__init__(every, room)
        self._unnoticed = unnoticed
        self._folder, self._share = folder, share
        self._began, self._spent = time.perf_counter(), 0.0

    def due(self, step: int) -> bool:
        """Whether a snapshot after `step` steps is wanted, and there is time for it."""
        if step % self.every:
            return False
        passed = time.perf_counter() - self._began
        return self._share is None or self._spent <= max(self._unnoticed, self._share * passed)

    def keep(self, snapshot: Snapshot) -> None:
        """Write it; others may have to go. Raises OSError where the disk refuses."""
        began = time.perf_counter()
        self._folder.mkdir(exist_ok=True)
        path = _path(self._folder, snapshot.step)
        snapshot.save(path)
        self._added(snapshot.step, path.stat().st_size)
        self._spent += time.perf_counter() - began

    def _drop(self, step: int) -> None:
        with contextlib.suppress(OSError):
            _path(self._folder, step).unlink()


def kept_in(folder: Path) -> tuple[int, ...]:
    """Steps of the snapshots in a folder, ascending. Loads no snapshot."""
    return tuple(sorted(int(path.stem) for path in folder.glob("[0-9]*.pt")))


def load(folder: Path, step: int, device: torch.device | str = "cpu") -> Snapshot:
    """The latest snapshot up to this step. Raises KeyError where there is none, or EngineError."""
    return Snapshot.load(_path(folder, _latest(kept_in(folder), step)), device)


def _latest(steps: tuple[int, ...], step: int) -> int:
    earlier = [kept for kept in steps if kept <= step]
    if not earlier:
        raise KeyError(step)
    return max(earlier)


def _path(folder: Path, step: int) -> Path:
    return folder / f"{step:09d}.pt"
