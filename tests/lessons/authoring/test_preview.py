"""A lesson is found, entered in the middle, and read anew when it is saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_curriculum import LESSON, write_lesson

from lessons import flow
from lessons.authoring.new_lesson import scaffold
from lessons.authoring.preview import block_of, draft_of, shortcomings, take_as_read, with_lesson
from lessons.catalog import load_catalog
from lessons.errors import LessonError, TutorError, UnknownName
from lessons.progress.store import ProgressStore
from lessons.reading.sources import FOLDERS_VARIABLE, OWN


@pytest.fixture(autouse=True)
def no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, "")


def test_what_comes_before_a_block_is_taken_as_read(tmp_path: Path) -> None:
    lesson = draft_of(str(write_lesson(tmp_path))).read()
    store = ProgressStore.in_memory()
    assert block_of(lesson, "sign") not in flow.visible(lesson, store.lesson(lesson.id))
    take_as_read(store, lesson, block_of(lesson, "sign"))
    record = store.lesson(lesson.id)
    assert block_of(lesson, "sign") in flow.visible(lesson, record)
    assert record.position == "sign"
    assert record.quizzes == ()
    prediction = record.prediction("first_in_the_valley")
    assert prediction is not None
    assert prediction.choice is None


def test_a_block_is_named_by_its_id_or_by_a_line(tmp_path: Path) -> None:
    lesson = draft_of(str(write_lesson(tmp_path))).read()
    for block in lesson.blocks:
        assert block_of(lesson, block.id) is block
        assert block_of(lesson, str(block.line)) is block
    line = LESSON[: LESSON.index("terminal_velocity")].count("\n") + 1
    assert block_of(lesson, str(line)).id == "terminal_velocity"
    assert block_of(lesson, "1") is lesson.blocks[0]
    assert block_of(lesson, "99999") is lesson.blocks[-1]
    with pytest.raises(UnknownName, match='"terminal_velocity"'):
        block_of(lesson, "terminal_velocit")


def test_a_lesson_outside_of_every_unit_is_shown_too(tmp_path: Path) -> None:
    folder = scaffold("unit/lesson", tmp_path)
    (tmp_path / "unit" / "unit.toml").unlink()
    draft = draft_of(str(folder))
    assert draft.id == "unit/lesson"
    catalog = with_lesson(load_catalog(), draft.read())
    assert catalog.units[-1].id == "unit"
    assert catalog.lesson("unit/lesson").lab.recipe == f"{folder}/lab.py:bowl"


def test_a_lesson_of_ours_takes_its_own_place() -> None:
    draft = draft_of("optimizers/momentum")
    assert draft.source is OWN
    ours = load_catalog(OWN.root)
    catalog = with_lesson(ours, draft.read())
    assert catalog == ours
    with pytest.raises(UnknownName, match='"optimizers/momentum"'):
        draft_of("optimizers/momentun")
    with pytest.raises(TutorError, match=r"tutor new \w+/nowhere"):
        draft_of("./nowhere")


def test_what_is_saved_changes_the_stamp(tmp_path: Path) -> None:
    folder = scaffold("unit/lesson", tmp_path)
    draft = draft_of(str(folder))
    seen = [draft.stamp()]
    for name in ("lesson.md", "lab.py", "exercises/one_step/check.py"):
        os.utime(folder / name, ns=(1, 1))
        seen.append(draft.stamp())
    (folder / "exercises" / "one_step" / "wrong" / "uphill.py").unlink()
    seen.append(draft.stamp())
    assert len(set(seen)) == len(seen)
    (folder / "__pycache__").mkdir()
    assert draft.stamp() == seen[-1]


def test_an_error_names_file_and_line_and_shortcomings_are_those_of_lint(tmp_path: Path) -> None:
    folder = scaffold("unit/lesson", tmp_path)
    draft = draft_of(str(folder))
    assert shortcomings(draft.read()) == ()
    (folder / "exercises" / "one_step" / "check.py").unlink()
    (finding,) = shortcomings(draft.read())
    assert finding.file.name == "check.py"
    text = (folder / "lesson.md").read_text()
    (folder / "lesson.md").write_text(text.replace("minutes = 5", "minuts = 5"))
    with pytest.raises(LessonError) as raised:
        draft.read()
    assert (raised.value.line, raised.value.fix) == (4, 'Did you mean "minutes"?')
