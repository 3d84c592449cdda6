"""Versions of the progress file: what each consists of, and the step from each to the next."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

VERSION = 2
"""What this program writes."""

_BASE = (
    "CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
    " lesson TEXT NOT NULL, block TEXT NOT NULL, kind TEXT NOT NULL, data BLOB NOT NULL)",
    "CREATE INDEX entry_of_lesson ON entry (lesson, id)",
    "CREATE TABLE place (lesson TEXT PRIMARY KEY, block TEXT NOT NULL, at TEXT NOT NULL)",
)
STEPS: dict[int, tuple[str, ...]] = {
    # Version 2 also knows more kinds of entries, which a program of version 1 takes for damage.
    1: ("CREATE INDEX entry_of_kind ON entry (kind, id)",),
}
"""Statements that make a file of a version one of the next."""


def tables(version: int) -> tuple[str, ...]:
    """The statements that make a file of that version."""
    steps = (STEPS[number] for number in range(1, version))
    return (*_BASE, *(statement for step in steps for statement in step))


def version_of(connection: sqlite3.Connection) -> int:
    """The version that a file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def raise_version(connection: sqlite3.Connection) -> None:
    """Go up to this program's version, within the transaction that is open."""
    for version in range(version_of(connection), VERSION):
        for statement in STEPS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")


def copied(connection: sqlite3.Connection, target: Path) -> None:
    """Write a whole copy of an open file, or nothing. Raises OSError or an error of SQLite."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
        os.replace(partial, target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def keep_old(connection: sqlite3.Connection, path: Path) -> Path:
    """Keep a file as it is before a step, and never in the place of another one kept before.

    Raises OSError or an error of SQLite: then no step may be made.
    """
    stem = f"{path.stem}.v{version_of(connection)}"
    kept = path.with_name(f"{stem}.db")
    number = 1
    while kept.exists() and not _alike(kept, connection):
        number += 1
        kept = path.with_name(f"{stem}-{number}.db")
    if not kept.exists():
        copied(connection, kept)
    return kept


def _alike(kept: Path, connection: sqlite3.Connection) -> bool:
    """Whether a file kept before says all that is said now: an earlier try was interrupted."""
    asked = ("SELECT * FROM entry ORDER BY id", "SELECT * FROM place ORDER BY rowid")
    try:
        with closing(sqlite3.connect(kept)) as before:
            return all(
                before.execute(one).fetchall() == connection.execute(one).fetchall()
                for one in asked
            )
    except sqlite3.Error:
        return False
