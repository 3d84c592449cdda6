"""Who learns on this machine, and when they last did."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lessons.paths import (
    DEFAULT_PROFILE,
    base_folder,
    current_profile,
    profile_names,
    profiles_folder,
)
from lessons.progress.file import PROGRESS_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Someone with progress of their own."""

    name: str
    folder: Path
    current: bool
    """Whether it is the one who learns now."""
    last_used: datetime | None
    """When something was last kept, in local time; None where nothing was yet."""
    done: int
    """Lessons that are done."""


def learners() -> tuple[Learner, ...]:
    """The one without a name, then the others in order. Raises BadValue as `data_folder` does."""
    current = current_profile()
    names = dict.fromkeys([DEFAULT_PROFILE, *profile_names(), current])
    return tuple(_learner(name, current) for name in names)


def _learner(name: str, current: str) -> Learner:
    folder = base_folder() if name == DEFAULT_PROFILE else profiles_folder() / name
    file = folder / PROGRESS_FILE
    last, done = _seen(file) if file.is_file() else (None, 0)
    return Learner(name=name, folder=folder, current=name == current, last_used=last, done=done)


def _seen(file: Path) -> tuple[datetime | None, int]:
    """When the file last took something in, and lessons done; read without touching it."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as there:
            latest = there.execute(
                "SELECT max(at) FROM (SELECT at FROM entry UNION ALL SELECT at FROM place)"
            ).fetchone()[0]
            done = there.execute(
                "SELECT count(DISTINCT lesson) FROM entry AS one WHERE kind = 'done' AND id >"
                " (SELECT coalesce(max(id), 0) FROM entry"
                " WHERE lesson = one.lesson AND kind = 'reset')"
            ).fetchone()[0]
        return (datetime.fromisoformat(latest).astimezone() if latest else None), int(done)
    except (sqlite3.Error, ValueError, TypeError):
        # A damaged file is mended when its owner next opens it.
        return datetime.fromtimestamp(file.stat().st_mtime).astimezone(), 0
