"""A new lesson lints from its first minute, and lands where it was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_curriculum import write_lesson

from lessons.authoring.new_exercise import KINDS, add_exercise
from lessons.authoring.new_lesson import scaffold
from lessons.catalog import load_catalog
from lessons.errors import BadValue, LessonError, TutorError
from lessons.exercises.exercise import Exercise, ExerciseKind
from lessons.lint.curriculum import lint


def test_a_new_lesson_in_a_new_unit_lints(tmp_path: Path) -> None:
    folder = scaffold("schedules/warm_up", tmp_path)
    catalog = load_catalog(tmp_path)
    assert folder == tmp_path / "schedules/warm_up"
    assert catalog.lesson("schedules/warm_up").title == "Warm up"
    assert catalog.unit("schedules").title == "Schedules"
    assert list(lint(catalog)) == []


def test_a_new_lesson_comes_last_in_its_unit(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    scaffold("optimizers/adam", tmp_path)
    scaffold("optimizers/rmsprop", tmp_path)
    scaffold("schedules/cosine", tmp_path)
    catalog = load_catalog(tmp_path)
    assert [lesson.id for lesson in catalog.lessons if lesson.unit == "optimizers"] == (
        ["optimizers/momentum", "optimizers/adam", "optimizers/rmsprop"]
    )
    assert list(lint(catalog, ["optimizers/adam", "schedules/cosine"])) == []


def test_what_exists_is_not_touched(tmp_path: Path) -> None:
    folder = write_lesson(tmp_path)
    before = (folder / "lesson.md").read_text()
    with pytest.raises(TutorError, match="exists already"):
        scaffold("optimizers/momentum", tmp_path)
    assert (folder / "lesson.md").read_text() == before


@pytest.mark.parametrize(
    "asked", ["momentum", "a/b/c", "../a/b", "A/b", "a/B", "a/1b", "a b/c", "/", "", "a/", "a/b\n"]
)
def test_strange_ids_are_refused(tmp_path: Path, asked: str) -> None:
    with pytest.raises(BadValue, match="unit/lesson"):
        scaffold(asked, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_curriculum_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "schedules").write_text("a file in the way")
    with pytest.raises(TutorError, match="cannot be written"):
        scaffold("schedules/cosine", tmp_path)


# Exercises


@pytest.mark.parametrize("kind", KINDS)
def test_an_exercise_of_each_kind_is_added_and_lints(tmp_path: Path, kind: ExerciseKind) -> None:
    lesson = scaffold("unit/lesson", tmp_path)
    before = (lesson / "lesson.md").read_text()
    folder = add_exercise(lesson, "second_try", kind)
    assert (lesson / "lesson.md").read_text().startswith(before.rstrip("\n"))
    catalog = load_catalog(tmp_path)
    added = catalog.lesson("unit/lesson").of(Exercise)[-1]
    assert (added.id, added.kind, added.folder) == ("second_try", kind, folder)
    assert added.title == "Second try"
    assert added.hints
    assert list(lint(catalog)) == []


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("Second", "mend", "lower-case"),
        ("../second", "mend", "lower-case"),
        ("second", "fades", 'Did you mean "fade"'),
        ("one_step", "mend", '"one_step" already'),
        ("from_one", "mend", '"from_one" already'),
        ("twice_the_rate", "mend", '"twice_the_rate" already'),
    ],
)
def test_an_exercise_that_cannot_be_is_refused(
    tmp_path: Path, name: str, kind: str, words: str
) -> None:
    lesson = scaffold("unit/lesson", tmp_path)
    before = sorted(tmp_path.rglob("*")), (lesson / "lesson.md").read_text()
    with pytest.raises(TutorError, match=words):
        add_exercise(lesson, name, kind)
    assert (sorted(tmp_path.rglob("*")), (lesson / "lesson.md").read_text()) == before


def test_a_broken_lesson_gets_no_exercise(tmp_path: Path) -> None:
    lesson = scaffold("unit/lesson", tmp_path)
    (lesson / "lesson.md").write_text("nothing")
    with pytest.raises(LessonError, match="front matter"):
        add_exercise(lesson, "second", "mend")
    assert not (lesson / "exercises" / "second").exists()
