"""A file of an older version is brought up to this one, kept as it was, and the learner is told."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("its tools fork", allow_module_level=True)

from fault_tools import LESSON, OLD, answer, old_file

from lessons.progress.file import PROGRESS_FILE
from lessons.progress.store import ProgressStore
from lessons.progress.versions import STEPS, VERSION, tables, version_of


def tables_of(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT sql FROM sqlite_master") if row[0]]


def test_there_is_a_step_from_every_version_to_the_next() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_an_old_file_is_migrated_kept_and_told_of_once(tmp_path: Path) -> None:
    old_file(tmp_path)
    store = ProgressStore.open(tmp_path)
    assert "progress.v1.db" in store.notice
    assert store.lasting
    given = store.lesson(LESSON).quizzes
    assert len(given) == OLD
    assert {(one.confidence, one.tag) for _, one in given} == {(None, "")}
    store.close()
    assert set(tables(VERSION)) <= set(tables_of(tmp_path / PROGRESS_FILE))
    assert set(tables(1)) <= set(tables_of(tmp_path / "progress.v1.db"))
    again = ProgressStore.open(tmp_path)
    assert again.notice == ""
    again.close()


def test_a_file_kept_before_is_never_overwritten(tmp_path: Path) -> None:
    old_file(tmp_path, answers=2)
    ProgressStore.open(tmp_path).close()
    (tmp_path / PROGRESS_FILE).unlink()
    old_file(tmp_path, answers=3)
    store = ProgressStore.open(tmp_path)
    assert "progress.v1-2.db" in store.notice
    store.close()
    for name, answers in (("progress.v1.db", 2), ("progress.v1-2.db", 3)):
        with closing(sqlite3.connect(tmp_path / name)) as kept:
            assert version_of(kept) == 1
            assert kept.execute("SELECT count(*) FROM entry").fetchone() == (answers,)


def test_a_backup_of_an_older_version_is_migrated_when_it_is_needed(tmp_path: Path) -> None:
    old_file(tmp_path / "old")
    ProgressStore.open(tmp_path).close()
    shutil.copy(tmp_path / "old" / PROGRESS_FILE, tmp_path / "progress.backup.db")
    (tmp_path / PROGRESS_FILE).write_bytes(b"noise" * 5000)
    store = ProgressStore.open(tmp_path)
    assert "backup has taken its place" in store.notice
    answer(store, "new")
    assert len(store.lesson(LESSON).quizzes) == OLD + 1
    store.close()


def test_history_by_kind_uses_its_index(tmp_path: Path) -> None:
    ProgressStore.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / PROGRESS_FILE)) as connection:
        asked = "EXPLAIN QUERY PLAN SELECT at FROM entry WHERE kind IN ('review') ORDER BY id"
        plan = " ".join(row[3] for row in connection.execute(asked))
    assert "entry_of_kind" in plan
