"""What faults are played with: a file of version 1, processes that die, answers and their count."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lessons.progress import versions
from lessons.progress.file import APPLICATION, PROGRESS_FILE
from lessons.progress.records import QuizGiven
from lessons.progress.store import ProgressStore

LESSON = "optimizers/momentum"
OLD = 12
"""Answers in a file of version 1."""


def old_file(folder: Path, answers: int = OLD) -> None:
    """A file as version 1 wrote it."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / PROGRESS_FILE)) as connection, connection:
        for statement in versions.tables(1):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 1")
        for number in range(answers):
            row = ("2026-01-01T00:00:00+00:00", LESSON, f"old{number}", "quiz")
            data = b'{"answer":"1","right":true,"tries":1}'
            connection.execute(
                "INSERT INTO entry (at, lesson, block, kind, data) VALUES (?, ?, ?, ?, ?)",
                (*row, data),
            )


def answer(store: ProgressStore, block: str) -> None:
    """Answer a question."""
    store.record(LESSON, block, QuizGiven(answer="x" * 300, right=True, tries=1))


def answered(folder: Path) -> list[str]:
    """Questions that are answered, as the file says after opening it anew."""
    store = ProgressStore.open(folder)
    kept = [block for block, _ in store.lesson(LESSON).quizzes]
    store.close()
    return kept


def in_child(work: Callable[[], None]) -> int:
    """Do something in another process; its exit status, negative where a signal ended it."""
    return in_children([work])[0]


def in_children(works: list[Callable[[], None]]) -> list[int]:
    """Do things at once, each in a process of its own; their exit statuses."""
    children = [_forked(work) for work in works]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return child


class _Counted(sqlite3.Connection):
    """Counts the steps of SQLite's machine, and may die at one of them."""

    steps = 0
    deadline = -1

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.set_progress_handler(self.step, 1)

    @classmethod
    def step(cls) -> int:
        """One step."""
        cls.steps += 1
        if cls.steps == cls.deadline:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0


def dying_at(step: int, work: Callable[[], object]) -> tuple[int, int]:
    """Do something in a child that kills itself at a step of SQLite; -1 lives.

    Returns its exit status, and how many steps it made where it lived.
    """
    reading, writing = os.pipe()

    def child() -> None:
        connect = sqlite3.connect
        _Counted.steps, _Counted.deadline = 0, step
        sqlite3.connect = lambda *args, **more: connect(*args, **more, factory=_Counted)  # type: ignore[assignment]
        work()
        os.write(writing, str(_Counted.steps).encode())

    status = in_child(child)
    os.close(writing)
    with os.fdopen(reading) as source:
        said = source.read()
    return status, int(said or 0)


def points(steps: int, count: int) -> list[int]:
    """Some of so many steps, the same ones every time."""
    return sorted(random.Random(steps).sample(range(1, steps + 1), min(count, steps)))
