"""What the learner has done, kept on disk: every answer is safe once its method returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.progress import rows
from lessons.progress.backup import open_file
from lessons.progress.file import ProgressError, only_reading, open_memory
from lessons.progress.keeping import IN_MEMORY, KeptFile
from lessons.progress.log import KINDS, Content, Done, Entry, Happened, Kind, decode, fold
from lessons.progress.records import LessonRecord, Reviewed

if TYPE_CHECKING:
    from lessons.progress.merge import Everything, Merged

__all__ = ["ProgressError", "ProgressStore"]

BEFORE_IMPORT = "progress.before-import.db"
"""The file as it was before the latest import."""


class ProgressStore:
    """Answers and runs of all lessons. Several processes may use one folder at once.

    Methods that write raise ProgressError where the disk refuses; what was to be written is then
    kept in memory, so that the learner can go on, and `notice` says so.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path | None, notice: str) -> None:
        self._file = KeptFile(connection, folder, notice)

    @classmethod
    def open(cls, folder: Path) -> ProgressStore:
        """Open the progress in a folder, or begin it. Raises ProgressError where that fails."""
        opened = open_file(folder)
        return cls(opened.connection, folder, opened.notice)

    @classmethod
    def best_effort(cls, folder: Path) -> ProgressStore:
        """As `open`; where that fails, what can be read is held in memory and `notice` says why."""
        try:
            return cls.open(folder)
        except ProgressError as error:
            with only_reading(folder) as source:
                return cls(open_memory(source), None, f"{error} {IN_MEMORY}")

    @classmethod
    def in_memory(cls) -> ProgressStore:
        """Progress that ends with the program."""
        return cls(open_memory(), None, "")

    @property
    def lasting(self) -> bool:
        """Whether what is recorded outlives the program."""
        return self._file.folder is not None

    @property
    def notice(self) -> str:
        """What the learner should be told; empty where all is well."""
        return self._file.notice

    def close(self) -> None:
        """Let go of the file."""
        self._file.connection.close()

    def record(self, lesson: str, block: str, done: Done) -> None:
        """Keep what was done in a block, or with an empty `block` in the lesson's lab.

        The latest prediction before the verdict counts. Tries of a question are counted here,
        whatever `done` says.
        """
        self._record(lesson, block, KINDS[type(done)], done)

    def record_reflection(self, lesson: str, block: str, text: str) -> None:
        """Keep what the learner wrote, instead of what was there."""
        self._file.write(
            lambda connection: rows.replace_reflection(connection, lesson, block, text)
        )

    def record_compared(self, lesson: str, block: str, places: str) -> None:
        """Keep which points of a model answer the learner found in theirs: `1,3`."""
        self._record(lesson, block, "compared", places)

    def skip_run(self, lesson: str, block: str) -> None:
        """Keep that the learner reads past a run block without making its runs."""
        self._record(lesson, block, "skip", "")

    def record_studied(self, lesson: str, exercise: str) -> None:
        """Keep that a solution was looked at."""
        self._record(lesson, exercise, "studied", "")

    def record_visited(self, lesson: str, block: str) -> None:
        """Keep that a mixed review was gone through, or that a workbench was opened."""
        self._record(lesson, block, "visited", "")

    def record_review(self, lesson: str, item: str, reviewed: Reviewed) -> None:
        """Keep that an item was reviewed; the lesson it is from is not touched by that."""
        self._file.write(
            lambda connection: rows.append(connection, lesson, item, "review", reviewed)
        )

    def record_position(self, lesson: str, block: str) -> None:
        """Keep where the learner is."""
        self._file.write(lambda connection: rows.move(connection, lesson, block))

    def record_known(self, lessons: Iterable[str], why: str) -> None:
        """Keep that lessons are mastered without having been taken; empty `why` takes it back."""
        self._file.write(lambda connection: rows.mark_known(connection, lessons, why))

    def mark_done(self, lesson: str) -> None:
        """Keep that the lesson is done; it stays done until it is reset."""
        self._record(lesson, "", "done", "")

    def reset_lesson(self, lesson: str) -> None:
        """Begin a lesson anew. What was done is kept, and `undo_reset` brings it back."""
        self._file.write(lambda connection: rows.reset(connection, lesson))

    def undo_reset(self, lesson: str) -> bool:
        """Take back the latest reset of a lesson; False where there was none."""
        return self._file.write(lambda connection: rows.undo_reset(connection, lesson))

    def lesson(self, lesson: str) -> LessonRecord:
        """Everything done in a lesson; an empty record where nothing was."""
        with self._file.reading() as connection:
            kept = connection.execute(
                "SELECT block, kind, data FROM entry WHERE lesson = ? ORDER BY id", (lesson,)
            ).fetchall()
            position = rows.position(connection, lesson)
        return fold(lesson, position, (decode(*row) for row in kept))

    def all(self) -> tuple[LessonRecord, ...]:
        """Records of every lesson in which something was done, the latest touched last."""
        with self._file.reading() as connection:
            places = dict(connection.execute("SELECT lesson, block FROM place ORDER BY rowid"))
            kept = connection.execute(
                "SELECT lesson, block, kind, data FROM entry ORDER BY id"
            ).fetchall()
        entries: dict[str, list[Entry]] = {lesson: [] for lesson in places}
        for lesson, *row in kept:
            entries.setdefault(lesson, []).append(decode(*row))
        return tuple(fold(lesson, places.get(lesson, ""), done) for lesson, done in entries.items())

    def history(self, *kinds: Kind) -> tuple[Happened, ...]:
        """All entries of these kinds in all lessons, oldest first; also what a reset has put aside:
        what was learned or mistaken once is known however a lesson stands now."""
        marks = ", ".join("?" for _ in kinds)
        with self._file.reading() as connection:
            kept = connection.execute(
                f"SELECT at, lesson, block, kind, data FROM entry WHERE kind IN ({marks})"
                " ORDER BY id",
                kinds,
            ).fetchall()
        return tuple(Happened(at, lesson, decode(*row)) for at, lesson, *row in kept)

    def last_lesson(self) -> str | None:
        """Id of the lesson touched last, cases of the ward aside; None before there is one."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT lesson FROM place WHERE lesson NOT LIKE 'clinics/%'"
                " ORDER BY rowid DESC LIMIT 1"
            ).fetchone()
        return row[0] if row else None

    def everything(self) -> Everything:
        """All that is kept, as it is exported."""
        from lessons.progress.merge import everything

        with self._file.reading() as connection:
            return everything(connection)

    def merge(self, coming: Everything) -> Merged:
        """Take in what another file of progress says, after a backup; the same thing twice is one.

        Raises ProgressError, also where the backup cannot be made: nothing is taken in then.
        """
        from lessons.progress.merge import merge

        if self._file.folder is not None:
            self._file.keep_copy(BEFORE_IMPORT)
        return self._file.write(lambda connection: merge(connection, coming))

    def _record(self, lesson: str, block: str, kind: Kind, content: Content) -> None:
        self._file.write(lambda connection: rows.add(connection, lesson, block, kind, content))
