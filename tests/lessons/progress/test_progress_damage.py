"""Progress survives kills, damage, full disks and other programs, and is never emptied silently."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.progress import file as progress_file
from lessons.progress.file import BACKUP_FILE, PROGRESS_FILE, cannot_write
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressError, ProgressStore

LESSON = "optimizers/momentum"
WRITER = """
import sys
from pathlib import Path
from lessons.progress.store import ProgressStore
store = ProgressStore.open(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    store.record_reflection("optimizers/momentum", f"{sys.argv[2]}{number}", "x" * 500)
    print(number, flush=True)
"""


def reflect(folder: Path, *blocks: str) -> None:
    store = ProgressStore.open(folder)
    for block in blocks:
        store.record_reflection(LESSON, block, "text " * 50)
    store.close()


def blocks(store: ProgressStore) -> list[str]:
    return [block for block, _ in store.lesson(LESSON).reflections]


def backed_up(folder: Path) -> None:
    """Two answers, of which the backup holds the first: it is made when the file is opened."""
    reflect(folder, "first")
    reflect(folder, "second")


def test_a_killed_writer_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path), "b", "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(40)]
        os.kill(writer.pid, signal.SIGKILL)
        said += writer.stdout.readlines()
    confirmed = sum(line.endswith("\n") for line in said)
    store = ProgressStore.open(tmp_path)
    kept = blocks(store)
    store.close()
    assert store.notice == ""
    assert confirmed >= 40
    assert kept[:confirmed] == [f"b{number}" for number in range(confirmed)]
    assert len(kept) <= confirmed + 1


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name, "60"], stdout=subprocess.DEVNULL
        )
        for name in "ab"
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    store = ProgressStore.open(tmp_path)
    assert sorted(blocks(store)) == sorted(f"{name}{n}" for name in "ab" for n in range(60))
    store.close()


@pytest.mark.parametrize("size", [0, 1, 100, 4096, 5000, 9000])
def test_a_truncated_file_is_set_aside_and_the_backup_restored(tmp_path: Path, size: int) -> None:
    backed_up(tmp_path)
    file = tmp_path / PROGRESS_FILE
    damaged = file.read_bytes()[:size]
    file.write_bytes(damaged)
    store = ProgressStore.open(tmp_path)
    assert blocks(store) == ["first"]
    (aside,) = tmp_path.glob("progress.damaged-*.db")
    assert aside.read_bytes() == damaged
    assert aside.name in store.notice
    assert "backup has taken its place" in store.notice
    store.record_reflection(LESSON, "third", "")
    store.close()
    again = ProgressStore.open(tmp_path)
    assert (blocks(again), again.notice) == (["first", "third"], "")
    again.close()


def test_a_file_that_is_gone_comes_back_from_its_backup(tmp_path: Path) -> None:
    backed_up(tmp_path)
    (tmp_path / PROGRESS_FILE).unlink()
    store = ProgressStore.open(tmp_path)
    assert blocks(store) == ["first"]
    assert "was missing" in store.notice
    store.close()


def test_where_the_backup_is_damaged_too_progress_begins_anew_and_says_so(tmp_path: Path) -> None:
    backed_up(tmp_path)
    for name in (PROGRESS_FILE, BACKUP_FILE):
        (tmp_path / name).write_bytes(b"no database at all" * 1000)
    store = ProgressStore.open(tmp_path)
    assert blocks(store) == []
    assert "no usable backup" in store.notice
    assert len(list(tmp_path.glob("progress.damaged-*.db"))) == 1
    assert (tmp_path / "progress.backup.damaged.db").exists()
    store.record_reflection(LESSON, "anew", "")
    store.close()


def test_an_entry_that_makes_no_sense_is_damage(tmp_path: Path) -> None:
    backed_up(tmp_path)
    with closing(sqlite3.connect(tmp_path / PROGRESS_FILE)) as connection, connection:
        connection.execute("UPDATE entry SET data = '{' WHERE block = 'second'")
    store = ProgressStore.open(tmp_path)
    assert blocks(store) == ["first"]
    assert store.notice
    store.close()


def test_the_database_of_another_program_is_not_written_to(tmp_path: Path) -> None:
    file = tmp_path / PROGRESS_FILE
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE theirs (x)")
    theirs = file.read_bytes()
    store = ProgressStore.open(tmp_path)
    assert "begins anew" in store.notice
    store.close()
    (aside,) = tmp_path.glob("progress.damaged-*.db")
    assert aside.read_bytes() == theirs


def test_a_file_from_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    backed_up(tmp_path)
    file = tmp_path / PROGRESS_FILE
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(ProgressError) as caught:
        ProgressStore.open(tmp_path)
    assert "newer" in caught.value.title
    assert "Update tutor" in caught.value.next_step
    store = ProgressStore.best_effort(tmp_path)
    assert (store.lasting, blocks(store)) == (False, [])
    assert "newer" in store.notice
    store.record_reflection(LESSON, "meanwhile", "")
    assert blocks(store) == ["meanwhile"]
    store.close()
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    backed_up(tmp_path)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ProgressError, match="TUTOR_HOME"):
            ProgressStore.open(tmp_path)
        store = ProgressStore.best_effort(tmp_path)
        assert blocks(store) == ["first", "second"]
        assert "kept only until you leave" in store.notice
        store.close()
    finally:
        tmp_path.chmod(0o700)


def test_what_can_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(tmp_path)

    def refuse(path: Path) -> sqlite3.Connection:
        raise cannot_write(path.parent, "the disk is read only")

    monkeypatch.setattr("lessons.progress.backup.connect", refuse)
    store = ProgressStore.best_effort(tmp_path)
    assert blocks(store) == ["first", "second"]
    assert not store.lasting
    assert "the disk is read only" in store.notice
    store.record_reflection(LESSON, "third", "")
    assert blocks(store) == ["first", "second", "third"]
    store.close()


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = tmp_path / "file" / "data"
    with pytest.raises(ProgressError, match="TUTOR_HOME"):
        ProgressStore.open(folder)
    store = ProgressStore.best_effort(folder)
    store.record_position(LESSON, "here")
    assert store.lesson(LESSON).position == "here"
    store.close()


def test_a_disk_that_fills_up_is_said_once_and_the_learner_goes_on(tmp_path: Path) -> None:
    reflect(tmp_path, "first")
    store = ProgressStore.open(tmp_path)
    full = store._file.connection
    full.execute(f"PRAGMA max_page_count = {full.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(ProgressError) as caught:
        store.record_reflection(LESSON, "large", "x" * 100_000)
    assert "full" in caught.value.reason
    assert "space" in caught.value.next_step
    assert "kept only until you leave" in store.notice
    assert not store.lasting
    store.record(LESSON, "p", PredictionGiven(choice="a", confidence=1))
    assert blocks(store) == ["first", "large"]
    assert store.lesson(LESSON).prediction("p") is not None
    store.close()
    again = ProgressStore.open(tmp_path)
    assert blocks(again) == ["first"]
    again.close()


def test_another_writer_in_the_way_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessons.progress.file.PATIENCE", 0.05)
    store = ProgressStore.open(tmp_path)
    other = sqlite3.connect(tmp_path / PROGRESS_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ProgressError, match="busy"):
        store.record_position(LESSON, "a")
    other.execute("ROLLBACK")
    other.close()
    store.record_position(LESSON, "b")
    assert store.lesson(LESSON).position == "b"
    assert store.lasting
    store.close()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=64)), min_size=1),
)
def test_random_damage_never_crashes_and_never_passes_unnoticed(
    damage: list[tuple[int, bytes]],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        backed_up(folder)
        file = folder / PROGRESS_FILE
        contents = bytearray(file.read_bytes())
        for place, junk in damage:
            contents[place : place + len(junk)] = junk
        file.write_bytes(contents)
        store = ProgressStore.best_effort(folder)
        kept = blocks(store)
        # Bytes may change inside a text, or where nothing is kept; an answer that is gone is told.
        assert kept == ["first", "second"] or store.notice or len(kept) == 2
        store.record_reflection(LESSON, "after", "")
        assert "after" in blocks(store)
        store.close()


class BusyAtFirst:
    """A connection to a file whose journal another process is just changing."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals

    def execute(self, _: str) -> None:
        if self.refusals:
            self.refusals -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorname = "SQLITE_BUSY"
            raise error


def test_two_first_starts_at_once_wait_for_each_other() -> None:
    connection = BusyAtFirst(refusals=3)
    progress_file._use_wal(cast("sqlite3.Connection", connection))
    assert connection.refusals == 0


def test_a_file_that_stays_busy_is_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_file, "PATIENCE", 0.05)
    with pytest.raises(sqlite3.OperationalError):
        progress_file._use_wal(cast("sqlite3.Connection", BusyAtFirst(refusals=10**6)))
