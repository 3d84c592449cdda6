"""What was played last: one share string, kept beside the settings, and never worth an error."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.errors import TutorError
from tui.settings import write_atomically

if TYPE_CHECKING:
    from lessons.catalog import Catalog
    from lessons.playground import Play


class LastPlay:
    """Remembers the playground from one visit to the next."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "playground.txt"

    def read(self, catalog: Catalog) -> Play:
        """What was played last; the beginning where that is unknown or no longer there."""
        # Everything that can be chosen takes a while to import; home does not need it.
        from lessons import playground

        with contextlib.suppress(OSError, UnicodeDecodeError, TutorError):
            return playground.parse(self._path.read_text(encoding="utf-8"), catalog)
        return playground.Play()

    def keep(self, play: Play) -> None:
        """Remember this."""
        from lessons import playground

        with contextlib.suppress(OSError):
            write_atomically(self._path, playground.write(play).encode())
