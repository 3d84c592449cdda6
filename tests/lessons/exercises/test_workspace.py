"""The learner's files: nothing typed is lost, whatever happens to the disk or the lesson."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
from sample_exercises import SAMPLES, sample

from lessons.exercises import text_file
from lessons.exercises.learner_file import ChangedOutside, LearnerFile, WorkspaceError
from lessons.exercises.text_file import LARGEST, digest
from lessons.exercises.workspace import Workspace

LESSON = "optimizers/momentum"
COMPLETE = sample("complete")
STARTER = (SAMPLES / "complete" / "starter.py").read_text(encoding="utf-8")
MINE = STARTER.replace("raise NotImplementedError", "return weights")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def file(workspace: Workspace) -> LearnerFile:
    return workspace.open(LESSON, COMPLETE)


def on_disk(file: LearnerFile) -> str:
    return file.path.read_bytes().decode()


@contextmanager
def full_disk(path: Path, *, durable: bool = False) -> Iterator[BinaryIO]:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))
    yield


def test_it_begins_with_the_starter(workspace: Workspace, file: LearnerFile) -> None:
    assert file.path == workspace.folder / "optimizers" / "momentum" / "sample_complete.py"
    assert on_disk(file) == file.text == STARTER
    assert (file.untouched, file.lasting, file.notice) == (True, True, "")


def test_it_is_saved_as_typed_and_found_again(workspace: Workspace, file: LearnerFile) -> None:
    file.save(MINE)
    again = workspace.open(LESSON, COMPLETE)
    assert again.text == MINE == on_disk(again)
    assert (again.untouched, again.notice) == (False, "")
    assert again.digest == digest(MINE) != digest(STARTER)


def test_blanks_and_line_ends_make_no_other_attempt() -> None:
    assert digest("a\nb\n") == digest("a  \r\nb\n\n\n")
    assert digest("a\nb") != digest("a\n b")


def test_an_update_of_the_lesson_overwrites_nothing(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "complete", tmp_path / "complete")
    exercise = sample("complete", tmp_path)
    workspace.open(LESSON, exercise).save(MINE)
    newer = STARTER.replace("one step", "a single step")
    (tmp_path / "complete" / "starter.py").write_text(newer, encoding="utf-8")
    file = workspace.open(LESSON, exercise)
    assert file.text == MINE
    assert file.starter_changed
    assert (file.made_from, file.starter) == (STARTER, newer)
    file.keep_mine()
    assert not workspace.open(LESSON, exercise).starter_changed


def test_an_untouched_starter_is_no_work_after_an_update(file: LearnerFile) -> None:
    newer = LearnerFile.open(file.path, STARTER + "# newer\n")
    assert newer.untouched
    assert newer.starter_changed
    assert newer.reset() is None
    assert on_disk(newer) == STARTER + "# newer\n"


def test_a_reset_keeps_a_copy_and_can_be_undone(file: LearnerFile) -> None:
    file.save(MINE)
    copy = file.reset()
    assert copy is not None
    assert copy.name == "sample_complete.1.bak.py"
    assert on_disk(file) == file.text == STARTER
    file.save(STARTER + "# later\n")
    assert file.restore(copy) == MINE == on_disk(file)
    later, first = file.copies()
    assert first == copy
    assert later.read_text(encoding="utf-8") == STARTER + "# later\n"


def test_the_same_text_is_copied_once_and_numbers_go_on(file: LearnerFile) -> None:
    names = []
    for text in (MINE, MINE + "# 2\n", MINE):
        file.save(text)
        copy = file.reset()
        assert copy is not None
        names.append(copy.name)
    numbers = [name.split(".")[1] for name in names]
    assert numbers == ["1", "2", "1"]
    (file.path.with_name("sample_complete.41.bak.py")).write_text("kept", encoding="utf-8")
    file.save(MINE + "# 3\n")
    copy = file.reset()
    assert copy is not None
    assert copy.name == "sample_complete.42.bak.py"


def test_a_reset_of_a_starter_needs_no_copy(file: LearnerFile) -> None:
    assert file.reset() is None
    assert file.copies() == ()


def test_another_program_is_noticed_and_not_overwritten(file: LearnerFile) -> None:
    assert not file.changed_outside()
    file.path.write_text(MINE, encoding="utf-8")
    assert file.changed_outside()
    with pytest.raises(ChangedOutside):
        file.save(STARTER + "# typed here\n")
    assert on_disk(file) == MINE
    file.save(STARTER + "# typed here\n", over=True)
    assert on_disk(file) == STARTER + "# typed here\n"
    assert [copy.read_text(encoding="utf-8") for copy in file.copies()] == [MINE]


def test_what_another_program_wrote_can_be_read(file: LearnerFile) -> None:
    file.path.write_text(MINE, encoding="utf-8")
    assert file.reload() == MINE
    assert not file.changed_outside()
    file.save(MINE + "# on\n")
    assert on_disk(file) == MINE + "# on\n"


def test_an_editor_that_replaces_the_file_is_noticed(file: LearnerFile) -> None:
    other = file.path.with_name("other")
    other.write_text(STARTER.replace("one", "One"), encoding="utf-8")  # same size
    seen = file.path.stat()
    os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    os.replace(other, file.path)
    assert file.changed_outside()


def test_touching_a_file_changes_nothing(file: LearnerFile) -> None:
    os.utime(file.path, ns=(1, 1))
    assert not file.changed_outside()
    file.save(MINE)
    assert on_disk(file) == MINE


def test_windows_line_ends_and_byte_order_marks(workspace: Workspace, file: LearnerFile) -> None:
    file.path.write_bytes(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode())
    again = workspace.open(LESSON, COMPLETE)
    assert again.text == MINE
    again.save(MINE + "# on\n")
    assert on_disk(again) == (MINE + "# on\n").replace("\n", "\r\n")
    assert again.copies() == ()


def test_what_is_no_utf_8_is_kept_as_it_is(workspace: Workspace, file: LearnerFile) -> None:
    foreign = "# Größe\n".encode("latin-1")
    file.path.write_bytes(foreign)
    again = workspace.open(LESSON, COMPLETE)
    assert again.text == "# Gr\ufffd\ufffde\n"
    assert "UTF-8" in again.notice
    again.save(MINE)
    assert on_disk(again) == MINE
    assert [copy.read_bytes() for copy in again.copies()] == [foreign]
    assert again.notice == ""


def test_what_steers_a_terminal_is_marked_and_kept_as_it_is(
    workspace: Workspace, file: LearnerFile
) -> None:
    file.path.write_bytes(b"x = '\x1b[2J'\n")
    again = workspace.open(LESSON, COMPLETE)
    assert again.text == "x = '\ufffd[2J'\n"
    assert "marked" in again.notice
    again.save(MINE)
    assert [copy.read_bytes() for copy in again.copies()] == [b"x = '\x1b[2J'\n"]


def test_a_removed_file_is_made_again(workspace: Workspace, file: LearnerFile) -> None:
    file.save(MINE)
    file.path.unlink()
    assert file.changed_outside()
    assert file.reload() == MINE
    assert "removed" in file.notice
    file.save(MINE)
    assert on_disk(file) == MINE
    file.reset()
    file.path.unlink()
    again = workspace.open(LESSON, COMPLETE)
    assert again.text == STARTER == on_disk(again)
    assert "sample_complete.1.bak.py" in again.notice


def test_a_removed_folder_is_made_again(workspace: Workspace, file: LearnerFile) -> None:
    shutil.rmtree(workspace.folder)
    file.save(MINE)
    assert on_disk(file) == MINE


def test_a_link_stays_a_link(workspace: Workspace, file: LearnerFile, tmp_path: Path) -> None:
    target = tmp_path / "mine.py"
    target.write_text(MINE, encoding="utf-8")
    file.path.unlink()
    file.path.symlink_to(target)
    linked = workspace.open(LESSON, COMPLETE)
    linked.save(MINE + "# on\n")
    assert linked.path.is_symlink()
    assert target.read_text(encoding="utf-8") == MINE + "# on\n"


def test_a_full_disk_is_told_and_costs_nothing(
    file: LearnerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.save(MINE)
    monkeypatch.setattr(text_file, "whole", full_disk)
    with pytest.raises(WorkspaceError, match="No space left"):
        file.save(MINE + "# more\n")
    with pytest.raises(WorkspaceError):
        file.reset()
    assert on_disk(file) == MINE == file.text
    monkeypatch.undo()
    file.save(MINE + "# more\n")
    assert on_disk(file) == MINE + "# more\n"


def test_without_a_writable_folder_one_can_still_write(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_file, "whole", full_disk)
    file = workspace.open(LESSON, COMPLETE)
    assert file.text == STARTER
    assert not file.lasting
    assert "No space left" in file.notice
    monkeypatch.undo()
    file.save(MINE)
    assert file.lasting
    assert on_disk(file) == MINE


PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")


@pytest.mark.parametrize("place", ["folder", pytest.param("pipe", marks=PIPES), "loop", "huge"])
def test_what_cannot_be_read_is_told(workspace: Workspace, place: str) -> None:
    path = workspace.path(LESSON, COMPLETE)
    path.parent.mkdir(parents=True)
    if place == "folder":
        path.mkdir()
    elif place == "pipe":
        os.mkfifo(path)
    elif place == "loop":
        path.symlink_to(path)
    else:
        path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(WorkspaceError, match="cannot be read") as error:
        workspace.open(LESSON, COMPLETE)
    assert error.value.next_step


def test_lone_surrogates_do_not_stop_saving(file: LearnerFile) -> None:
    file.save("# \ud800\n")
    assert on_disk(file) == "# ?\n"
    assert not file.changed_outside()


def test_what_is_typed_as_output_is_no_python(workspace: Workspace) -> None:
    file = workspace.open(LESSON, sample("output"))
    assert file.path.suffix == ".txt"
    assert file.text == ""


def test_a_file_that_came_from_elsewhere_is_told_of_later_updates(workspace: Workspace) -> None:
    path = workspace.path(LESSON, COMPLETE)
    path.parent.mkdir(parents=True)
    path.write_text(MINE, encoding="utf-8")
    assert not workspace.open(LESSON, COMPLETE).starter_changed
    assert LearnerFile.open(path, STARTER + "# newer\n").starter_changed


def test_a_note_of_ours_that_is_damaged_keeps_nobody_out(file: LearnerFile) -> None:
    file.save(MINE)
    note = file.path.with_name(".sample_complete.starter.py")
    note.unlink()
    note.mkdir()
    again = LearnerFile.open(file.path, STARTER)
    assert (again.text, again.starter_changed) == (MINE, False)
