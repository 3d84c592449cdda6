"""What was played last: one share string, kept beside the settings, and never worth an error."""

from __future__ import annotations

import contextlib
from pathlib import Path

from lessons import playground
from lessons.catalog import Catalog
from lessons.errors import TutorError
from lessons.playground import Play
from tui.settings import write_atomically


class LastPlay:
    """Remembers the playground from one visit to the next."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "playground.txt"

    def read(self, catalog: Catalog) -> Play:
        """What was played last; the beginning where that is unknown or no longer there."""
        with contextlib.suppress(OSError, UnicodeDecodeError, TutorError):
            return playground.parse(self._path.read_text(encoding="utf-8"), catalog)
        return Play()

    def keep(self, play: Play) -> None:
        """Remember this."""
        with contextlib.suppress(OSError):
            write_atomically(self._path, playground.write(play).encode())
