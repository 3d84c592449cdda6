"""Opens the progress file with a rolling backup beside it, which replaces it when it is damaged."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from lessons.progress.file import (
    BACKUP_FILE,
    PATIENCE,
    PROGRESS_FILE,
    DamagedError,
    Opened,
    ProgressError,
    cannot_write,
    connect,
    explained,
)
from lessons.progress.versions import copied


def open_file(folder: Path) -> Opened:
    """Open the progress in a folder, or begin it.

    A damaged file is set aside and its backup takes its place. Raises ProgressError where the
    folder cannot be written, or the file comes from a newer version of the program.
    """
    path = folder / PROGRESS_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error.strerror or str(error)) from error
    try:
        opened = connect(path)
    except DamagedError:
        return _mended(path)
    back_up(opened.connection, folder)
    return opened


def back_up(connection: sqlite3.Connection, folder: Path) -> None:
    """Keep a copy of a healthy file. A failure costs a backup, nothing else."""
    backup = folder / BACKUP_FILE
    with suppress(OSError, sqlite3.Error):
        if not _is_older(folder / PROGRESS_FILE, backup):
            copied(connection, backup)


def _is_older(path: Path, than: Path) -> bool:
    """Whether nothing was written to a file, or to its log, after another file was."""
    if not than.exists():
        return False
    log = path.with_name(f"{path.name}-wal")
    written = [file.stat().st_mtime_ns for file in (path, log) if file.exists()]
    return max(written) < than.stat().st_mtime_ns


def _mended(path: Path) -> Opened:
    """Set a damaged file aside and let its backup take its place."""
    try:
        # Two programs may find the damage at once; the second must not set aside what the first
        # has mended.
        with closing(sqlite3.connect(path.with_name(".progress.mending"), timeout=PATIENCE)) as one:
            one.execute("BEGIN EXCLUSIVE")
            try:
                return connect(path)
            except DamagedError:
                notice = _set_aside(path) + _restored_from(path.with_name(BACKUP_FILE), path)
                opened = connect(path)
                return Opened(opened.connection, f"{notice} {opened.notice}".rstrip())
    except sqlite3.Error as error:
        raise explained(error, path.parent) from error
    except OSError as error:
        raise cannot_write(path.parent, error.strerror or str(error)) from error


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"progress.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db")
    # A log left behind would be played into the file that takes its place.
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            os.replace(part, aside.with_name(aside.name + suffix))
    if not aside.exists():
        return "The file of your progress was missing. "
    return f"The file of your progress was damaged and is kept as {aside.name}. "


def _restored_from(backup: Path, path: Path) -> str:
    if backup.exists():
        shutil.copyfile(backup, path)
        try:
            connect(path).connection.close()
        except (DamagedError, ProgressError):
            path.unlink()
            os.replace(backup, backup.with_suffix(".damaged.db"))
        else:
            return "Its latest backup has taken its place; the newest answers may be missing."
    return "There was no usable backup, so progress begins anew."
