"""The file that keeps a learner's progress: made, opened, checked; its errors in words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec

from lessons.errors import TutorError
from lessons.progress.log import decode
from lessons.progress.versions import VERSION, keep_old, raise_version, tables, version_of

PROGRESS_FILE = "progress.db"
BACKUP_FILE = "progress.backup.db"
APPLICATION = 0x7475746F
"""Marks the file as this program's: "tuto"."""

PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""
_ENVIRONMENT = ("BUSY", "LOCKED", "READONLY", "CANTOPEN", "FULL", "PERM", "IOERR", "NOMEM", "AUTH")
"""Error codes that say something about the disk or other processes, not about the contents."""


class ProgressError(TutorError):
    """Progress cannot be read or kept."""


class DamagedError(Exception):
    """The file is not, or no longer, a file of progress."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file of progress."""

    connection: sqlite3.Connection
    notice: str
    """What the learner should know about it; empty where all is well."""


def open_memory(source: sqlite3.Connection | None = None) -> sqlite3.Connection:
    """A file that lives as long as the program, with what can be read of another one."""
    memory = _memory()
    if source is not None:
        try:
            source.backup(memory)
            _check(memory)
        except (sqlite3.Error, ValueError, DamagedError):
            memory.close()
            memory = _memory()
        else:
            with suppress(sqlite3.Error, DamagedError):  # what is older can be read all the same
                _step_up(memory)
    _create(memory)
    return memory


@contextmanager
def only_reading(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """The progress in a folder where nothing can be written; None where there is none."""
    place = quote((folder / PROGRESS_FILE).absolute().as_posix())
    try:
        # `immutable` reads where not even a lock can be written.
        connection = sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        yield None
        return
    with closing(connection):
        yield connection


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process was in the way, and trying again may help."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def explained(error: sqlite3.Error, folder: Path) -> ProgressError:
    """What a failed write means to the learner."""
    if is_busy(error):
        return ProgressError(
            "Progress is busy",
            "Another tutor has been writing to it for several seconds.",
            "Close the other one, or try again.",
        )
    if not _says_environment(error):
        return ProgressError(
            "Progress is damaged",
            f"The file in {folder} cannot be read any more: {error}.",
            "Leave tutor and start it again: it then goes back to its backup.",
        )
    return cannot_write(folder, str(error))


def cannot_write(folder: Path, reason: str) -> ProgressError:
    """The error for a folder in which nothing can be kept."""
    return ProgressError(
        "Progress cannot be kept",
        f"Writing to {folder} failed: {reason}.",
        "Free some space or make the folder writable, or set TUTOR_HOME to another folder.",
    )


def connect(path: Path) -> Opened:
    """An open, healthy file, made where there is none. Raises DamagedError or ProgressError."""
    try:
        if path.is_dir():
            reason = f"{path.name} is a folder there, where a file should be"
            raise cannot_write(path.parent, reason)
        if _was_emptied(path):
            raise DamagedError("it is empty or gone, and was not")
    except OSError as error:  # not even that may be asked in a folder of somebody else
        raise cannot_write(path.parent, error.strerror or str(error)) from error
    try:
        connection = sqlite3.connect(
            path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise explained(error, path.parent) from error
    try:
        return Opened(connection, _prepare(connection, path))
    except sqlite3.Error as error:
        connection.close()
        if _says_environment(error) and not _has_strange_header(path):
            raise explained(error, path.parent) from error
        raise DamagedError(str(error)) from error
    except ValueError as error:  # text that is not UTF-8 any more
        connection.close()
        raise DamagedError(str(error)) from error
    except (DamagedError, ProgressError):
        connection.close()
        raise


def _was_emptied(path: Path) -> bool:
    size = path.stat().st_size if path.exists() else 0
    # SQLite takes a file that is shorter than its header for a new one.
    return 0 < size < 100 or (size == 0 and path.with_name(BACKUP_FILE).exists())


def _has_strange_header(path: Path) -> bool:
    # SQLite takes a strange write version for a wish to be read only.
    try:
        header = path.read_bytes()[:20]
    except OSError:
        return False
    return len(header) == 20 and not {*header[18:20]} <= {1, 2}


def _says_environment(error: sqlite3.Error) -> bool:
    return _code(error).removeprefix("SQLITE_").startswith(_ENVIRONMENT)


def _prepare(connection: sqlite3.Connection, path: Path) -> str:
    """Check it, bring it up to this version, make it ready; what the learner should know of it."""
    notice = ""
    if _pragma(connection, "application_id") == APPLICATION:
        if version_of(connection) > VERSION:
            raise _too_new(path)
        _check(connection)
        if version_of(connection) < VERSION:
            notice = _migrated(connection, path)
    else:
        _check_unused(connection)
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    _create(connection)
    return notice


def _migrated(connection: sqlite3.Connection, path: Path) -> str:
    try:
        kept = keep_old(connection, path)
    except OSError as error:
        raise cannot_write(path.parent, error.strerror or str(error)) from error
    try:
        _step_up(connection)
    except (sqlite3.Error, DamagedError) as error:
        if isinstance(error, sqlite3.Error) and _says_environment(error):
            raise
        # The file was sound a moment ago: it is the step that fails, so it is no damage.
        raise ProgressError(
            "Progress could not be brought to this version of tutor",
            f"{path} is left as it was: {error}.",
            "Go back to the version of tutor that you had, or set TUTOR_HOME to another folder.",
        ) from error
    return (
        "Your progress is now kept in the form of this version of tutor. "
        f"The file as it was stays beside it as {kept.name}."
    )


def _step_up(connection: sqlite3.Connection) -> None:
    """All steps up to this version, or none of them; another process may have made them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        raise_version(connection)
        _check(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _use_wal(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once.

    Where WAL is not to be had (some network drives), the default journal is as safe. SQLite does
    not wait while another process makes the same change, whatever its timeout says.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing; safe against another process doing the same."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _pragma(connection, "application_id") != APPLICATION:
            _check_unused(connection)
            for statement in tables(VERSION):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        # Changes nothing, but fails where nothing can be written; BEGIN does not.
        connection.execute("DELETE FROM entry WHERE 0")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check_unused(connection: sqlite3.Connection) -> None:
    """Raises DamagedError where the file belongs to another program."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables or _pragma(connection, "application_id"):
        raise DamagedError("it belongs to another program")


def _check(connection: sqlite3.Connection) -> None:
    """Raises DamagedError, or an error of SQLite, where anything in it cannot be understood."""
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise DamagedError("its pages do not fit together")
    if not 1 <= version_of(connection) <= VERSION:
        raise DamagedError("its version is missing")
    made = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master")}
    if not made.issuperset(tables(version_of(connection))):
        raise DamagedError("its tables are not what they were")
    connection.execute("SELECT lesson, block, at FROM place").fetchall()
    try:
        for row in connection.execute("SELECT block, kind, data FROM entry"):
            decode(*row)
    except (msgspec.MsgspecError, TypeError) as error:
        raise DamagedError(str(error)) from error


def _too_new(path: Path) -> ProgressError:
    return ProgressError(
        "Progress is from a newer tutor",
        f"{path} was written by a newer version of this program, and is left as it is.",
        "Update tutor, or set TUTOR_HOME to another folder.",
    )


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "") or ""
