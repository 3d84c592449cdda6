"""What is done to the tables of the progress file, statement by statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from lessons.progress.log import Content, Kind, decode, encode

T = TypeVar("T")


def committed(connection: sqlite3.Connection, action: Callable[[sqlite3.Connection], T]) -> T:
    """Do something in one transaction: all of it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcome = action(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return outcome


def add(
    connection: sqlite3.Connection, lesson: str, block: str, kind: Kind, content: Content
) -> None:
    """Append an entry, and note that the lesson was touched."""
    append(connection, lesson, block, kind, content)
    move(connection, lesson, position(connection, lesson))


def append(
    connection: sqlite3.Connection, lesson: str, block: str, kind: Kind, content: Content
) -> None:
    """Append an entry."""
    connection.execute(
        "INSERT INTO entry (at, lesson, block, kind, data) VALUES (?, ?, ?, ?, ?)",
        (_now(), lesson, block, kind, encode(content)),
    )


def replace_reflection(connection: sqlite3.Connection, lesson: str, block: str, text: str) -> None:
    """Put a reflection in the place of the earlier one, if there is one since the last reset."""
    connection.execute(
        "DELETE FROM entry WHERE lesson = ? AND block = ? AND kind = 'reflection' AND id >"
        " (SELECT coalesce(max(id), 0) FROM entry WHERE lesson = ? AND kind = 'reset')",
        (lesson, block, lesson),
    )
    add(connection, lesson, block, "reflection", text)


def reset(connection: sqlite3.Connection, lesson: str) -> None:
    """Append a reset, which remembers the position."""
    add(connection, lesson, "", "reset", position(connection, lesson))
    move(connection, lesson, "")


def undo_reset(connection: sqlite3.Connection, lesson: str) -> bool:
    """Remove the latest reset and go back to where it was made; False where there is none."""
    row = connection.execute(
        "SELECT id, block, kind, data FROM entry"
        " WHERE lesson = ? AND kind = 'reset' ORDER BY id DESC LIMIT 1",
        (lesson,),
    ).fetchone()
    if row is None:
        return False
    connection.execute("DELETE FROM entry WHERE id = ?", row[:1])
    move(connection, lesson, str(decode(*row[1:]).content))
    return True


def move(connection: sqlite3.Connection, lesson: str, block: str) -> None:
    """Set the position in a lesson, and make it the lesson touched last."""
    # Replacing gives the row a new rowid: the largest belongs to the lesson touched last, even
    # where clocks disagree.
    connection.execute(
        "INSERT OR REPLACE INTO place (lesson, block, at) VALUES (?, ?, ?)", (lesson, block, _now())
    )


def mark_known(connection: sqlite3.Connection, lessons: Iterable[str], why: str) -> None:
    """Append to each lesson that it is known; nothing is touched by that."""
    for lesson in lessons:
        append(connection, lesson, "", "known", why)


def position(connection: sqlite3.Connection, lesson: str) -> str:
    """Id of the block the learner was at; empty where that is not known."""
    row = connection.execute("SELECT block FROM place WHERE lesson = ?", (lesson,)).fetchone()
    return row[0] if row else ""


def _now() -> str:
    return datetime.now(UTC).isoformat()
