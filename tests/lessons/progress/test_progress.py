"""What the learner did is there again, whoever wrote it and however often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.progress.records import LessonRecord, PredictionGiven, QuizGiven, RunMade, Verdict
from lessons.progress.store import ProgressStore

ONE, TWO = "optimizers/momentum", "training/gradient_descent"
GUESS = PredictionGiven(choice="heavy_ball", confidence=3)
SKIPPED = PredictionGiven(choice=None, confidence=None)
VERDICT = Verdict(observed="plain", right=False, runs=("r1", "r2"))
RUN = RunMade(run="r1", scenario="plain", seed=0, standard=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProgressStore]:
    opened = ProgressStore.open(tmp_path / "data")
    yield opened
    opened.close()


def fill(store: ProgressStore, lesson: str = ONE) -> None:
    store.record(lesson, "p", GUESS)
    store.record(lesson, "", RUN)
    store.record(lesson, "p", VERDICT)
    store.record(lesson, "q", QuizGiven(answer="2", right=False, tries=1))
    store.record(lesson, "q", QuizGiven(answer="1", right=True, tries=1))
    store.record_reflection(lesson, "r", "because …")
    store.skip_run(lesson, "run-2")
    store.record_position(lesson, "q")


FILLED = LessonRecord(
    lesson=ONE,
    status="started",
    position="q",
    predictions=(("p", GUESS),),
    verdicts=(("p", VERDICT),),
    quizzes=(("q", QuizGiven(answer="1", right=True, tries=2)),),
    reflections=(("r", "because …"),),
    runs=(RUN,),
    skipped=("run-2",),
)


def test_everything_recorded_is_there_after_opening_again(tmp_path: Path) -> None:
    first = ProgressStore.open(tmp_path)
    fill(first)
    first.close()
    again = ProgressStore.open(tmp_path)
    assert again.lesson(ONE) == FILLED
    assert again.notice == ""
    assert again.lasting
    again.close()


def test_a_lesson_never_touched_is_new(store: ProgressStore) -> None:
    assert store.lesson(ONE) == LessonRecord(lesson=ONE)
    assert store.all() == ()
    assert store.last_lesson() is None


def test_being_somewhere_counts_as_started(store: ProgressStore) -> None:
    store.record_position(ONE, "prose-1")
    assert store.lesson(ONE) == LessonRecord(lesson=ONE, status="started", position="prose-1")


def test_lessons_are_kept_apart_and_the_last_one_is_known(store: ProgressStore) -> None:
    fill(store)
    store.record(TWO, "q", QuizGiven(answer="1", right=True, tries=1))
    assert store.lesson(ONE) == FILLED
    assert store.last_lesson() == TWO
    assert [record.lesson for record in store.all()] == [ONE, TWO]
    store.record_position(ONE, "q")
    assert store.last_lesson() == ONE
    assert store.all() == (store.lesson(TWO), store.lesson(ONE))


def test_a_prediction_may_be_changed_until_the_verdict(store: ProgressStore) -> None:
    store.record(ONE, "p", SKIPPED)
    store.record(ONE, "p", GUESS)
    assert store.lesson(ONE).prediction("p") == GUESS
    store.record(ONE, "p", VERDICT)
    store.record(ONE, "p", PredictionGiven(choice="plain", confidence=4))
    assert store.lesson(ONE).prediction("p") == GUESS
    store.record(ONE, "p", Verdict(observed="none", right=False, runs=("r3",)))
    verdict = store.lesson(ONE).verdict("p")
    assert verdict is not None
    assert verdict.observed == "none"


def test_tries_are_counted(store: ProgressStore) -> None:
    for _ in range(3):
        store.record(ONE, "q", QuizGiven(answer="2", right=False, tries=77))
    given = store.lesson(ONE).quiz("q")
    assert given is not None
    assert given.tries == 3


def test_a_reflection_is_rewritten_in_place(store: ProgressStore) -> None:
    for text in ("b", "be", "because"):
        store.record_reflection(ONE, "r", text)
    store.record_reflection(ONE, "other", "")
    record = store.lesson(ONE)
    assert (record.reflection("r"), record.reflection("other")) == ("because", "")


def test_done_stays_done(store: ProgressStore) -> None:
    store.mark_done(ONE)
    store.record_position(ONE, "prose-1")
    store.record(ONE, "q", QuizGiven(answer="2", right=False, tries=1))
    assert store.lesson(ONE).status == "done"


def test_a_reset_begins_anew_and_can_be_taken_back(store: ProgressStore) -> None:
    fill(store)
    fill(store, TWO)
    store.reset_lesson(ONE)
    assert store.lesson(ONE) == LessonRecord(lesson=ONE)
    assert store.lesson(TWO).runs == (RUN,)
    assert store.undo_reset(ONE)
    assert store.lesson(ONE) == FILLED
    assert not store.undo_reset(ONE)


def test_what_was_done_after_a_reset_survives_its_undoing(store: ProgressStore) -> None:
    store.record_reflection(ONE, "r", "old")
    store.reset_lesson(ONE)
    store.record_reflection(ONE, "r", "new")
    assert store.lesson(ONE).reflection("r") == "new"
    store.reset_lesson(ONE)
    assert store.undo_reset(ONE)
    assert store.lesson(ONE).reflection("r") == "new"
    assert store.undo_reset(ONE)
    assert store.lesson(ONE).reflection("r") == "new"


def test_two_stores_on_one_folder_see_each_other(tmp_path: Path) -> None:
    one, two = ProgressStore.open(tmp_path), ProgressStore.open(tmp_path)
    one.record_position(ONE, "a")
    two.record_reflection(ONE, "r", "text")
    assert one.lesson(ONE) == two.lesson(ONE)
    assert one.lesson(ONE).position == "a"
    one.close()
    two.close()


def test_memory_forgets(tmp_path: Path) -> None:
    store = ProgressStore.in_memory()
    fill(store)
    assert store.lesson(ONE) == FILLED
    assert not store.lasting
    assert list(tmp_path.iterdir()) == []
    store.close()


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


@given(lesson=TEXT, block=TEXT, text=TEXT)
def test_any_text_is_kept_as_it_is(lesson: str, block: str, text: str) -> None:
    store = ProgressStore.in_memory()
    store.record_reflection(lesson, block, text)
    store.record_position(lesson, block)
    store.record(lesson, block, PredictionGiven(choice=text, confidence=1))
    record = store.lesson(lesson)
    given = record.prediction(block)
    assert record.reflection(block) == text
    assert record.position == block
    assert given is not None
    assert given.choice == text
    assert store.all() == (record,)
    store.close()
