"""Faults that progress has to survive, each played for real; run alone, it prints a table.

A fault is given an empty folder, does its worst, and returns what became of it in a few words; it
fails with an AssertionError where an answer that was acknowledged is gone, or nobody is told.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from fault_tools import (
    LESSON,
    OLD,
    answer,
    answered,
    dying_at,
    in_child,
    in_children,
    old_file,
    points,
)

from lessons.progress import versions
from lessons.progress.file import BACKUP_FILE, PROGRESS_FILE
from lessons.progress.store import ProgressError, ProgressStore

NOBODY = 65534


def killed_while_writing(folder: Path) -> str:
    """Killed at random moments of many writes."""
    chance, confirmed = random.Random(5), 0
    for turn in range(6):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            store = ProgressStore.open(folder)
            number = 0
            while True:
                answer(store, f"{turn}-{number}")
                os.write(writing, b".")
                number += 1
        os.close(writing)
        enough, said = chance.randint(1, 30), 0
        while said < enough:
            said += len(os.read(reading, 1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 4096):
            said += len(more)
        os.close(reading)
        confirmed += said
        kept = answered(folder)
        assert {f"{turn}-{number}" for number in range(said)} <= set(kept)
    assert len(kept) >= confirmed
    return f"{confirmed} acknowledged answers over 6 kills, all there"


def killed_in_a_statement(folder: Path) -> str:
    """Killed inside SQLite, at steps of one write."""
    store = ProgressStore.open(folder)
    answer(store, "before")
    store.close()

    def work() -> None:
        again = ProgressStore.open(folder)
        answer(again, "during")

    _, steps = dying_at(-1, work)
    killed = 0
    for step in points(steps, 12):
        status, _ = dying_at(step, work)
        killed += status == -signal.SIGKILL
        assert {"before", "during"} <= set(answered(folder))
    assert killed >= 8, killed
    return f"killed at {killed} of {steps} steps, all there"


def killed_while_migrating(folder: Path) -> str:
    """Killed at any step of a migration."""
    old_file(folder / "counted")
    _, steps = dying_at(-1, lambda: ProgressStore.open(folder / "counted"))
    old = [f"old{number}" for number in range(OLD)]
    killed = 0
    for step in points(steps, 14):
        here = folder / str(step)
        old_file(here)
        status, _ = dying_at(step, lambda here=here: ProgressStore.open(here))
        killed += status == -signal.SIGKILL
        assert answered(here) == old
        with closing(sqlite3.connect(here / "progress.v1.db")) as kept:
            assert kept.execute("SELECT count(*) FROM entry").fetchone() == (OLD,)
    assert killed >= 10, killed
    return f"killed at {killed} of {steps} steps, migrated afterwards, old file kept"


def migration_fails(folder: Path) -> str:
    """A step of the migration fails."""
    old_file(folder)
    before = dict(versions.STEPS)
    versions.STEPS[1] = (*before[1], "INSERT INTO missing VALUES (1)")
    try:
        store = ProgressStore.best_effort(folder)
    finally:
        versions.STEPS.clear()
        versions.STEPS.update(before)
    assert "left as it was" in store.notice
    assert len(store.lesson(LESSON).quizzes) == OLD
    store.close()
    with closing(sqlite3.connect(folder / PROGRESS_FILE)) as kept:
        assert versions.version_of(kept) == 1
    assert len(answered(folder)) == OLD
    return "rolled back, told, read all the same; migrated by a version that can"


def no_room_to_migrate(folder: Path) -> str:
    """No room for the copy that is kept before a migration."""
    old_file(folder)
    size = (folder / PROGRESS_FILE).stat().st_size
    status = in_child(lambda: _told_with_room_for(size // 2, folder))
    assert status == 0, status
    with closing(sqlite3.connect(folder / PROGRESS_FILE)) as kept:
        assert versions.version_of(kept) == 1
    assert len(answered(folder)) == OLD
    return "not migrated, told, read all the same; migrated once there was room"


def _told_with_room_for(size: int, folder: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    store = ProgressStore.best_effort(folder)
    assert not store.lasting
    assert store.notice
    assert len(store.lesson(LESSON).quizzes) == OLD


def disk_fills_up(folder: Path) -> str:
    """The disk refuses a write in the middle of a session."""
    store = ProgressStore.open(folder)
    answer(store, "before")
    store.close()

    def work() -> None:
        again = ProgressStore.open(folder)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        for number in range(200):
            try:
                answer(again, f"n{number}")
            except ProgressError:
                break
        assert not again.lasting
        assert again.notice
        kept = [block for block, _ in again.lesson(LESSON).quizzes]
        assert kept == ["before", *(f"n{one}" for one in range(number + 1))]
        (folder / "count").touch()

    assert in_child(work) == 0
    assert answered(folder)[0] == "before"
    return "told at once, the session goes on in memory"


def read_only_folder(folder: Path) -> str:
    """A folder that may only be read."""
    return _as_stranger(folder, 0o555, readable=True)


def wrong_owner(folder: Path) -> str:
    """A folder of another user, closed to this one."""
    return _as_stranger(folder, 0o700, readable=False)


def _as_stranger(folder: Path, mode: int, *, readable: bool) -> str:
    data = folder / "data"
    store = ProgressStore.open(data)
    answer(store, "before")
    store.close()
    for above in (folder, *folder.parents):
        if Path(tempfile.gettempdir()) in above.parents:
            above.chmod(0o711)
    for file in data.iterdir():
        file.chmod(0o444)
    data.chmod(mode if os.geteuid() == 0 else mode & 0o500 if readable else 0)

    def work() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        seen = ProgressStore.best_effort(data)
        assert not seen.lasting
        assert seen.notice
        assert [block for block, _ in seen.lesson(LESSON).quizzes] == ["before"] * readable
        answer(seen, "after")

    try:
        assert in_child(work) == 0
    finally:
        data.chmod(0o700)
    assert answered(data) == ["before"]
    return "told, read, nothing written" if readable else "told, left alone"


def two_at_once(folder: Path) -> str:
    """Three programs write at once."""

    def work(name: str) -> None:
        store = ProgressStore.open(folder)
        for number in range(40):
            answer(store, f"{name}{number}")

    assert in_children([partial(work, name) for name in "abc"]) == [0, 0, 0]
    assert sorted(answered(folder)) == sorted(f"{n}{i}" for n in "abc" for i in range(40))
    return "120 answers, all there"


def migrated_by_two(folder: Path) -> str:
    """Two programs migrate the same file at once."""
    old_file(folder)

    def work() -> None:
        answer(ProgressStore.open(folder), f"new{os.getpid()}")

    assert in_children([work] * 3) == [0, 0, 0]
    assert len(answered(folder)) == OLD + 3
    return "migrated once, all answers there"


def newer_file(folder: Path) -> str:
    """A file from a newer version."""
    store = ProgressStore.open(folder)
    answer(store, "before")
    store.close()
    with closing(sqlite3.connect(folder / PROGRESS_FILE)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    before = (folder / PROGRESS_FILE).read_bytes()
    seen = ProgressStore.best_effort(folder)
    assert "newer" in seen.notice
    answer(seen, "after")
    seen.close()
    assert (folder / PROGRESS_FILE).read_bytes() == before
    return "told, left as it is"


def torn_log(folder: Path) -> str:
    """The write-ahead log ends in half a record, or in noise."""

    def work() -> None:
        store = ProgressStore.open(folder)
        for number in range(20):
            answer(store, str(number))
        os.kill(os.getpid(), signal.SIGKILL)

    in_child(work)
    log = folder / f"{PROGRESS_FILE}-wal"
    whole = log.read_bytes()
    log.write_bytes(whole + random.Random(1).randbytes(3000))
    kept = shutil.copytree(folder, folder.with_name("noise"))
    assert answered(kept) == [str(number) for number in range(20)]
    log.write_bytes(whole[:-1000])
    left = answered(folder)
    assert left == [str(number) for number in range(len(left))]
    assert len(left) >= 19
    return "noise passed over; only the torn record itself is gone"


def file_is_a_folder(folder: Path) -> str:
    """A folder in the place of the file."""
    (folder / PROGRESS_FILE).mkdir(parents=True)
    store = ProgressStore.best_effort(folder)
    assert "is a folder" in store.notice
    answer(store, "meanwhile")
    store.close()
    assert (folder / PROGRESS_FILE).is_dir()
    return "told, left alone, the session goes on in memory"


def folder_deleted(folder: Path) -> str:
    """The folder is deleted while it is in use."""
    return _moved(folder, shutil.rmtree, ["one", "two"])


def folder_renamed(folder: Path) -> str:
    """The folder is renamed while it is in use."""
    return _moved(folder, lambda data: data.rename(data.with_name("elsewhere")), ["one", "two"])


def file_replaced(folder: Path) -> str:
    """Another file of progress takes the place of the one in use."""

    def replace(data: Path) -> None:
        store = ProgressStore.open(data.with_name("other"))
        answer(store, "theirs")
        store.close()
        shutil.rmtree(data)
        data.with_name("other").rename(data)

    return _moved(folder, replace, ["theirs", "one", "two"])


def _moved(folder: Path, how: Callable[[Path], object], expected: list[str]) -> str:
    data = folder / "data"
    store = ProgressStore.open(data)
    answer(store, "one")
    how(data)
    with pytest.raises(ProgressError, match="Nothing is lost"):
        answer(store, "two")
    assert store.lasting
    answer(store, "three")
    store.close()
    assert sorted(answered(data)) == sorted([*expected, "three"])
    return "told, written again where it should be, nothing lost"


def replaced_by_a_folder(folder: Path) -> str:
    """A folder takes the place of the file while it is in use."""
    data = folder / "data"
    store = ProgressStore.open(data)
    answer(store, "one")
    shutil.rmtree(data)
    (data / PROGRESS_FILE).mkdir(parents=True)
    with pytest.raises(ProgressError, match="is a folder"):
        answer(store, "two")
    assert not store.lasting
    assert [block for block, _ in store.lesson(LESSON).quizzes] == ["one", "two"]
    store.close()
    return "told, all of it is kept in memory until the end"


def damaged_pages(folder: Path) -> str:
    """Noise in the middle of the file."""
    for block in ("one", "two"):
        store = ProgressStore.open(folder)
        answer(store, block)
        store.close()
    file = folder / PROGRESS_FILE
    contents = bytearray(file.read_bytes())
    contents[4096:9000] = random.Random(2).randbytes(9000 - 4096)
    file.write_bytes(contents)
    store = ProgressStore.open(folder)
    assert "damaged" in store.notice
    assert (folder / BACKUP_FILE).exists()
    assert [block for block, _ in store.lesson(LESSON).quizzes] == ["one"]
    store.close()
    assert list(folder.glob("progress.damaged-*.db"))
    return "told, set aside, the backup took its place"


FAULTS = (
    killed_while_writing,
    killed_in_a_statement,
    killed_while_migrating,
    migration_fails,
    no_room_to_migrate,
    migrated_by_two,
    disk_fills_up,
    read_only_folder,
    wrong_owner,
    two_at_once,
    newer_file,
    torn_log,
    damaged_pages,
    file_is_a_folder,
    replaced_by_a_folder,
    folder_deleted,
    folder_renamed,
    file_replaced,
)


def main() -> int:
    """Print what became of every fault; 1 where one was not survived."""
    lost = 0
    sys.stdout.write("| fault | outcome |\n|---|---|\n")
    for fault in FAULTS:
        with tempfile.TemporaryDirectory() as name:
            try:
                outcome = fault(Path(name) / "data")
            except Exception as error:
                outcome, lost = f"NOT SURVIVED: {error}", lost + 1
        words = (fault.__doc__ or fault.__name__).strip().rstrip(".")
        sys.stdout.write(f"| {words} | {outcome} |\n")
        sys.stdout.flush()
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
