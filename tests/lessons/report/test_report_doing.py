"""Reports tell of exercises, clinics, questions, and of what was believed on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_curriculum import write_lesson
from wide_curriculum import question

from lessons.catalog import Catalog, load_catalog
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.progress.records import (
    AttemptMade,
    ClinicStep,
    HintTaken,
    LessonRecord,
    PredictionGiven,
    QuizGiven,
    Reviewed,
    Verdict,
)
from lessons.progress.store import ProgressStore
from lessons.questions.forms import Choice, Choices
from lessons.report.doing import answered, practised, treated
from lessons.report.learner import KINDS, learner_report
from lessons.report.lesson import LessonReport
from lessons.report.table import FolderError, table_of
from lessons.schema import Lesson, Quiz, Unit
from tui.headless.report_table import as_csv, as_json, as_markdown
from tui.headless.run_json import reports_line
from tui.runs.report import document

TAG = "left-or-taken"
ID = "u/lesson"


def tagged(name: str) -> Quiz:
    choices = (Choice(text="this", why="Yes.", right=True), Choice(text="no", why="No.", tag=TAG))
    return Quiz(id=name, ask="Which?", form=Choices(choices=choices))


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    write_lesson(tmp_path / "curriculum")
    like = load_catalog(tmp_path / "curriculum").lessons[0]
    exercise = Exercise(
        id="step", title="One step", kind="complete", ask="Write it.", folder=tmp_path
    )
    clinic = Clinic(id="ward", case="none", ask="What is wrong here?")
    blocks = (question("q"), tagged("one"), tagged("two"), exercise, clinic)
    return replace(like, id=ID, title="Lesson", blocks=blocks, reviews=(tagged("later"),))


@pytest.fixture
def catalog(lesson: Lesson) -> Catalog:
    return Catalog(units=(Unit(id="u", title="Unit", aim="", lessons=(lesson,)),))


def attempt(digest: str, passed: int, outcome: str = "failed") -> AttemptMade:
    return AttemptMade(outcome=outcome, passed=passed, checks=4, digest=digest)  # type: ignore[arg-type]


def test_exercises_count_honest_attempts_once(lesson: Lesson) -> None:
    attempts = [
        attempt("empty", 0, "not_attempted"),
        attempt("a", 1),
        attempt("a", 1),
        attempt("b", 3),
        attempt("c", 2),
    ]
    record = LessonRecord(
        lesson=ID,
        attempts=tuple(("step", one) for one in attempts),
        hints=(
            ("step", HintTaken(number=1, thought="It goes downhill.")),
            ("step", HintTaken(number=2, thought=" ")),
        ),
        studied=("gone",),
    )
    found, gone = practised(lesson, record)
    assert (found.title, found.attempts, found.solved, found.best) == (
        "One step",
        3,
        False,
        "3 of 4",
    )
    assert (found.hints, found.thoughts, found.studied) == (2, ("It goes downhill.",), False)
    assert (gone.title, gone.attempts, gone.best, gone.studied) == ("gone", 0, "", True)
    solved = replace(record, attempts=(*record.attempts, ("step", attempt("d", 4, "passed"))))
    assert practised(lesson, solved)[0].solved
    assert practised(lesson, LessonRecord(lesson=ID)) == ()


def test_clinics_tell_what_was_named_tested_and_mended(lesson: Lesson) -> None:
    steps = (
        ClinicStep(stage="fault", answer="rate", right=False),
        ClinicStep(stage="test", answer="lower", right=True, run="r1"),
        ClinicStep(stage="fault", answer="zero_grad", right=True),
    )
    record = LessonRecord(lesson=ID, clinics=tuple(("ward", step) for step in steps))
    (found,) = treated(lesson, record)
    assert (found.named, found.guesses, found.tested, found.mended) == (True, 2, 1, False)
    assert found.runs == ("r1",)
    mend = ClinicStep(stage="mend", answer="f00", right=True, run="r2")
    (mended,) = treated(lesson, replace(record, clinics=(*record.clinics, ("ward", mend))))
    assert (mended.mended, mended.runs) == (True, ("r1", "r2"))


def test_a_misconception_is_resolved_elsewhere_not_by_a_second_try(catalog: Catalog) -> None:
    store = ProgressStore.in_memory()

    def mistaken() -> list[tuple[str, bool]]:
        found = learner_report(store.history(*KINDS), catalog).mistaken
        return [(one.tag, one.resolved) for one in found]

    store.record(ID, "one", QuizGiven(answer="2", right=False, tries=1, tag=TAG))
    assert mistaken() == [(TAG, False)]
    store.record(ID, "one", QuizGiven(answer="1", right=True, tries=1))
    assert mistaken() == [(TAG, False)]
    store.record(ID, "two", QuizGiven(answer="1", right=True, tries=1))
    assert mistaken() == [(TAG, True)]
    store.record(ID, "step", replace(attempt("a", 1), tags=(TAG,)))
    assert mistaken() == [(TAG, False)]
    right = Reviewed(rating=3, answer="1", right=True, card="{}", due="")
    store.record_review(ID, "question/later/abc", right)
    assert mistaken() == [(TAG, True)]
    (found,) = learner_report(store.history(*KINDS), catalog).mistaken
    assert found.places == (f"{ID}#one", f"{ID}#step")
    assert learner_report(store.history(*KINDS), catalog, ("other/lesson",)).mistaken == ()


def test_what_was_sure_stands_beside_what_was_right(catalog: Catalog) -> None:
    store = ProgressStore.in_memory()
    for number in range(5):
        given = QuizGiven(answer="1", right=number < 2, tries=1, confidence=4)
        store.record(ID, f"q{number}", given)
    store.record(ID, "p", PredictionGiven(choice="a", confidence=1))
    store.record(ID, "p", Verdict(observed="a", right=True, runs=()))
    store.record_review(ID, "x", Reviewed(rating=0, answer="", right=False, card="", due=""))
    store.record_review(ID, "x", Reviewed(rating=1, answer="", right=False, card="", due=""))
    found = learner_report(store.history(*KINDS), catalog)
    levels = [(one.confidence, one.right, one.given) for one in found.levels]
    assert levels == [(1, 1, 1), (4, 2, 5)]
    assert "certain" in found.calibration
    assert (found.reviews, found.reviews_right) == (1, 0)


def test_all_of_it_is_readable_as_markdown(lesson: Lesson, catalog: Catalog) -> None:
    record = LessonRecord(
        lesson=ID,
        quizzes=(("q", QuizGiven(answer="1", right=True, tries=2, confidence=3)),),
        attempts=(("step", attempt("a", 1)),),
        hints=(("step", HintTaken(number=1, thought="# not a heading")),),
        clinics=(("ward", ClinicStep(stage="fault", answer="x", right=True)),),
    )
    store = ProgressStore.in_memory()
    store.record(ID, "one", QuizGiven(answer="2", right=False, tries=1, tag=TAG, confidence=4))
    report = LessonReport(
        lesson=ID,
        title="Lesson",
        aim="",
        status="started",
        predictions=(),
        runs=(),
        explanations=(),
        right_answers=1,
        questions=1,
        answers=answered(lesson, record),
        exercises=practised(lesson, record),
        clinics=treated(lesson, record),
    )
    text = document([report], learner=learner_report(store.history(*KINDS), catalog))
    for words in (
        "- Which? **right at the 2nd try**, fairly sure",
        "- **One step**: not solved yet, 1 attempt, 1 of 4 checks passed, 1 hint",
        "    - \\# not a heading",
        "- fault: named at once\n- not mended yet",
        "| certain | 0 | 1 |",
        f"**still open** (`{ID}#one`)",
    ):
        assert words in text


def test_a_folder_of_reports_is_a_table(tmp_path: Path, lesson: Lesson, catalog: Catalog) -> None:
    record = LessonRecord(lesson=ID, attempts=(("step", attempt("a", 4, "passed")),))
    store = ProgressStore.in_memory()
    store.record(ID, "one", QuizGiven(answer="2", right=False, tries=1, tag=TAG))
    report = LessonReport(
        lesson=ID,
        title="Lesson",
        aim="",
        status="done",
        predictions=(),
        runs=(),
        explanations=(),
        right_answers=1,
        questions=2,
        exercises=practised(lesson, record),
    )
    told = reports_line([report], learner_report(store.history(*KINDS), catalog))
    (tmp_path / "ada.json").write_bytes(told)
    (tmp_path / "=evil|.json").write_bytes(b'{"lessons": [], "more": [1]}')
    (tmp_path / "broken.json").write_bytes(told[:-20])
    (tmp_path / "other.json").write_bytes(b'{"lessons": [{"lesson": 1}]}')
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "notes.txt").write_text("not asked")
    table = table_of(tmp_path)
    evil, ada = table.rows
    assert (ada.name, ada.done, ada.answered, ada.answered_right) == ("ada", 1, 2, 1)
    assert (ada.tried, ada.solved, len(ada.open_misconceptions)) == (1, 1, 1)
    assert evil.name == "=evil|"
    assert [one.name for one in table.skipped] == ["broken.json", "folder.json", "other.json"]
    assert "| ada | 1 | 0 | – | 1 of 2 | 1 of 1 |" in as_markdown(table)
    assert "=evil\\|" in as_markdown(table)
    assert "\n'=evil|,0," in as_csv(table)
    assert '"learners":[' in as_json(table)


def test_a_folder_without_reports_says_what_belongs_there(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(FolderError, match="tutor report"):
            table_of(folder)
