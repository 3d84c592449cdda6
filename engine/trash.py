"""Runs that were discarded: kept aside, whole, until the trash is emptied.

A run goes there and comes back by one renaming of its folder, which a crash cannot leave half done.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.errors import EngineError

TRASH = ".trash"
LEAVING = ".leaving-"
"""In front of what is being removed for good: a run that is half gone is not offered again."""


class Trash:
    """The trash of a folder of runs."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / TRASH
        """Where discarded runs lie, one folder each."""

    def __iter__(self) -> Iterator[str]:
        """Ids of the runs in it, oldest first."""
        with suppress(OSError):
            yield from sorted(
                path.name for path in self.folder.iterdir() if not path.name.startswith(".")
            )

    def __contains__(self, run: object) -> bool:
        return isinstance(run, str) and run in tuple(self)

    def take(self, run: str) -> None:
        """Put a run aside. Raises EngineError where the system refuses."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self._root / run).rename(self.folder / run)
        except OSError as error:
            raise EngineError(
                f"Run {run} could not be discarded",
                f"The system says: {error.strerror or error}.",
                "It is where it was. Close other programs that show it, then try again.",
            ) from error

    def give_back(self, run: str) -> None:
        """Put a run back. Raises EngineError where it is not here, or the system refuses."""
        try:
            (self.folder / run).rename(self._root / run)
        except OSError as error:
            raise EngineError(
                f"Run {run} could not be brought back",
                f"The system says: {error.strerror or error}.",
                "What is in the trash stays there until the trash is emptied.",
            ) from error

    def empty(self) -> int:
        """Remove all of it for good; returns the bytes that this freed."""
        found: list[Path] = []
        with suppress(OSError):
            found = sorted(self.folder.iterdir())
        return sum(map(_removed, found))


def _removed(path: Path) -> int:
    """Remove one for good; returns the bytes that this freed, none where the system refuses."""
    going = path
    if not path.name.startswith(LEAVING):
        going = path.with_name(f"{LEAVING}{secrets.token_hex(4)}")
        try:
            path.rename(going)
        except OSError:
            return 0
    size = size_of(going)
    shutil.rmtree(going, ignore_errors=True)
    return size - size_of(going)


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder and below it; 0 where it is gone."""
    total = 0
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    total += size_of(Path(entry.path))
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    return total
