"""Where the cursor was in each file: kept beside the learner's files, and never worth an error."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from tui.settings import write_atomically

MOST = 500
"""Files that are remembered; the oldest are forgotten."""

Place = tuple[int, int]
"""Row and column, from 0."""


class Cursors:
    """Remembers one place for every file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".cursors.json"

    def of(self, file: Path) -> Place:
        """Where the cursor was; the beginning where that is not known."""
        return self._all().get(str(file), (0, 0))

    def keep(self, file: Path, place: Place) -> None:
        """Remember it."""
        kept = self._all()
        kept.pop(str(file), None)
        kept[str(file)] = place
        newest = dict(list(kept.items())[-MOST:])
        with contextlib.suppress(OSError):
            write_atomically(self._path, msgspec.json.encode(newest))

    def _all(self) -> dict[str, Place]:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Place])
        return {}
