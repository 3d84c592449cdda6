"""Brings what one file of progress says into another: nothing twice, everything in its order."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lessons.progress.log import decode, encode


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is kept."""

    at: str
    """ISO 8601, UTC."""
    lesson: str
    block: str
    kind: str
    data: bytes
    """Its content, written as this version writes it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the learner was in a lesson, and when."""

    lesson: str
    block: str
    at: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All that a file of progress says."""

    entries: tuple[Kept, ...] = ()
    """Oldest first."""
    places: tuple[Place, ...] = ()
    """The lesson touched last at the end."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge adds."""

    entries: tuple[Kept, ...]
    """Those that were not there."""
    known: int
    """Entries that were there already."""
    places: tuple[Place, ...]
    """Positions that are newer than those there were."""


def everything(connection: sqlite3.Connection) -> Everything:
    """All that an open file says."""
    rows = connection.execute("SELECT at, lesson, block, kind, data FROM entry ORDER BY id")
    entries = tuple(
        Kept(at, lesson, block, kind, encode(decode(block, kind, data).content))
        for at, lesson, block, kind, data in rows
    )
    places = connection.execute("SELECT lesson, block, at FROM place ORDER BY rowid")
    return Everything(entries, tuple(Place(*row) for row in places))


def compared(there: Everything, coming: Everything) -> Merged:
    """What of `coming` is not there yet; the same entry is recognised by all of its fields."""
    fresh = tuple(entry for _, entry in _fresh(there, coming))
    newest = {place.lesson: place.at for place in there.places}
    places = tuple(one for one in coming.places if one.at > newest.get(one.lesson, ""))
    return Merged(fresh, len(coming.entries) - len(fresh), places)


def merge(connection: sqlite3.Connection, coming: Everything) -> Merged:
    """Bring everything into an open file, within the transaction that is open."""
    there = everything(connection)
    found = compared(there, coming)
    if found.entries:
        _bring_in(connection, _timed(there.entries), _fresh(there, coming))
    if found.places:
        _put(connection, there.places, found.places)
    return found


def _fresh(there: Everything, coming: Everything) -> list[tuple[str, Kept]]:
    """Entries that are not there, with their times."""
    had = Counter(there.entries)
    fresh = []
    for time, entry in _timed(coming.entries):
        if had[entry]:
            had[entry] -= 1
        else:
            fresh.append((time, entry))
    return fresh


def _bring_in(
    connection: sqlite3.Connection, before: list[tuple[str, Kept]], after: list[tuple[str, Kept]]
) -> None:
    if before and after[0][0] < before[-1][0]:
        # What an entry means depends on those before it, and their order is that of their numbers.
        connection.execute("DELETE FROM entry")
        after = sorted([*before, *after], key=lambda one: one[0])
    connection.executemany(
        "INSERT INTO entry (at, lesson, block, kind, data) VALUES (?, ?, ?, ?, ?)",
        [(one.at, one.lesson, one.block, one.kind, one.data) for _, one in after],
    )


def _timed(entries: Iterable[Kept]) -> list[tuple[str, Kept]]:
    """Entries with times that never go back, so that sorting leaves those of one file in their
    order even where its clock was put right in between."""
    latest = ""
    timed = []
    for entry in entries:
        latest = max(latest, entry.at)
        timed.append((latest, entry))
    return timed


def _put(connection: sqlite3.Connection, there: Sequence[Place], newer: Sequence[Place]) -> None:
    ordered = sorted([*there, *newer], key=lambda one: one.at) if there else newer
    latest: dict[str, Place] = {}
    for place in ordered:
        latest.pop(place.lesson, None)
        latest[place.lesson] = place
    connection.execute("DELETE FROM place")
    connection.executemany(
        "INSERT INTO place (lesson, block, at) VALUES (?, ?, ?)",
        [(one.lesson, one.block, one.at) for one in latest.values()],
    )
