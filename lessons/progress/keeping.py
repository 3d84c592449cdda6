"""An open file of progress under way: what is written lasts, whatever becomes of the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

from lessons.progress.backup import open_file
from lessons.progress.file import (
    PROGRESS_FILE,
    ProgressError,
    cannot_write,
    explained,
    is_busy,
    open_memory,
)
from lessons.progress.rows import committed
from lessons.progress.versions import copied

_T = TypeVar("_T")
IN_MEMORY = "What you do now is kept only until you leave."


class KeptFile:
    """A connection, and the way on where its file is full, refused, moved or deleted."""

    def __init__(self, connection: sqlite3.Connection, folder: Path | None, notice: str) -> None:
        self.connection = connection
        self.folder = folder
        """None where all is held in memory."""
        self.notice = notice
        """What the learner should be told; empty where all is well."""
        self._lock = Lock()
        self._identity = _identity(folder)

    def write(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do something in one transaction.

        Raises ProgressError: where another process is in the way, nothing was done; in every other
        case it was done, and the error says where it is kept from now on.
        """
        with self._lock:
            try:
                outcome = committed(self.connection, action)
            except sqlite3.Error as error:
                if self._has_moved():
                    problem = self._follow()
                elif is_busy(error):
                    raise self._explained(error) from error
                else:
                    problem = self._explained(error)
                    self._go_on_in_memory(problem)
                committed(self.connection, action)
                raise problem from error
            if self._has_moved():
                raise self._follow()
            return outcome

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, to read with. Raises ProgressError."""
        with self._lock:
            try:
                yield self.connection
            except sqlite3.Error as error:
                raise self._explained(error) from error

    def keep_copy(self, name: str) -> None:
        """Write a copy of the file beside it. Raises ProgressError."""
        assert self.folder is not None
        with self.reading() as connection:
            try:
                copied(connection, self.folder / name)
            except OSError as error:
                raise cannot_write(self.folder, error.strerror or str(error)) from error

    def _explained(self, error: sqlite3.Error) -> ProgressError:
        return explained(error, self.folder or Path())

    def _has_moved(self) -> bool:
        """Whether the file is no longer where it was opened: what is written goes nowhere then."""
        if self.folder is None or _identity(self.folder) == self._identity:
            return False
        if _latest(self.folder) != _latest_of(self.connection):
            return True
        # Some network drives number their files anew while they are open.
        self._identity = _identity(self.folder)
        return False

    def _follow(self) -> ProgressError:
        """Write all of it where it should be, beside whatever has come there meanwhile."""
        from lessons.progress.merge import everything, merge

        assert self.folder is not None
        try:
            opened = open_file(self.folder)
            try:
                ours = everything(self.connection)
                committed(opened.connection, lambda connection: merge(connection, ours))
            except (sqlite3.Error, ProgressError):
                opened.connection.close()
                raise
        except (sqlite3.Error, ProgressError) as error:
            known = error if isinstance(error, ProgressError) else self._explained(error)
            self._go_on_in_memory(known)
            return known
        self.connection.close()
        self.connection, self._identity = opened.connection, _identity(self.folder)
        return ProgressError(
            "Your progress had been moved or replaced",
            f"The file in {self.folder} was no longer the one that was opened, so everything was"
            " written there again. Nothing is lost.",
            "If you moved the folder yourself, start tutor again with TUTOR_HOME set to its place.",
        )

    def _go_on_in_memory(self, problem: ProgressError) -> None:
        memory = open_memory(self.connection)
        self.connection.close()
        self.connection = memory
        self.folder = None
        self.notice = f"{problem} {IN_MEMORY}"


def _identity(folder: Path | None) -> tuple[int, int] | None:
    if folder is None:
        return None
    with suppress(OSError):
        found = (folder / PROGRESS_FILE).stat()
        return found.st_dev, found.st_ino
    return None


def _latest(folder: Path) -> object:
    """What the file that is there now says last; None where it says nothing."""
    with (
        suppress(sqlite3.Error),
        closing(
            sqlite3.connect(f"{(folder / PROGRESS_FILE).absolute().as_uri()}?mode=ro", uri=True)
        ) as there,
    ):
        return _latest_of(there)
    return None


def _latest_of(connection: sqlite3.Connection) -> object:
    entry = connection.execute("SELECT count(*), max(id), max(at) FROM entry").fetchone()
    return entry, connection.execute("SELECT lesson, block, at FROM place").fetchall()
