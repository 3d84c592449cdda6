"""Misconceptions add up over lessons; certainty is held against what came of it."""

from __future__ import annotations

import pytest

from lessons.catalog import load_catalog
from lessons.lint.tags import check_unused, tags_of
from lessons.progress.records import AttemptMade, PredictionGiven, QuizGiven, Verdict
from lessons.progress.store import ProgressStore
from lessons.questions.calibration import calibration, calibration_line
from lessons.questions.misconceptions import (
    explanation_at,
    load_misconceptions,
    misconception,
    plain,
    shown,
)
from lessons.schema import Quiz

TAG = "step-is-sample"


@pytest.fixture
def store() -> ProgressStore:
    return ProgressStore.in_memory()


def wrong(store: ProgressStore, lesson: str, block: str, tag: str = TAG, answer: str = "1") -> None:
    given = QuizGiven(answer=answer, right=False, tries=1, tag=tag)
    store.record(lesson, block, given)


def told(store: ProgressStore, lesson: str, block: str) -> str:
    return explanation_at(store.history("quiz", "attempt"), lesson, block)


def test_a_slip_is_not_spoken_of_and_a_pattern_is_once(store: ProgressStore) -> None:
    wrong(store, "a/one", "first")
    assert told(store, "a/one", "first") == ""
    wrong(store, "b/two", "second")
    assert told(store, "b/two", "second") == misconception(TAG).text
    wrong(store, "c/three", "third")
    assert told(store, "c/three", "third") == ""
    assert told(store, "b/two", "second")  # and stays where it was said
    assert [one.tag for one in plain(store.history("quiz", "attempt"))] == [TAG]


def test_the_same_mistake_in_the_same_place_counts_once(store: ProgressStore) -> None:
    for answer in ("1", "1", "2"):
        wrong(store, "a/one", "first", answer=answer)
    made = AttemptMade(outcome="failed", passed=0, checks=1, digest="x", tags=(TAG,))
    assert [one.count for one in shown(store.history("quiz", "attempt"))] == [1]
    store.record("a/one", "exercise", made)
    store.record("a/one", "exercise", made)
    assert [one.count for one in shown(store.history("quiz", "attempt"))] == [1, 2]
    assert told(store, "a/one", "exercise")


def test_tags_that_nobody_explains_and_right_answers_say_nothing(store: ProgressStore) -> None:
    for block in ("one", "two", "three"):
        wrong(store, "a/one", block, tag="never-heard-of")
        store.record("a/two", block, QuizGiven(answer="2", right=True, tries=1))
    assert plain(store.history("quiz", "attempt")) == ()


def test_what_is_said_is_short_and_every_tag_is_needed() -> None:
    catalog = load_catalog()
    known = load_misconceptions()
    assert len(known) >= 40
    assert all(len(one.text) < 420 and one.text.endswith(".") for one in known)
    assert "!" not in "".join(one.text + one.title for one in known)
    assert [str(one) for one in check_unused(catalog.lessons)] == []
    used = {
        tag
        for lesson in catalog.lessons
        for quiz in (*lesson.of(Quiz), *lesson.reviews)
        for tag in tags_of(quiz.form)
    }
    assert used <= {one.tag for one in known}


def answers(store: ProgressStore, sure: int, right: int, wrong_: int) -> None:
    for number in range(right + wrong_):
        given = QuizGiven(answer="1", right=number < right, tries=1, confidence=sure)
        store.record("u/l", f"q{sure}_{number}", given)


def levels(store: ProgressStore, lessons: tuple[str, ...] = ()) -> str:
    return calibration_line(calibration(store.history("quiz", "prediction", "verdict"), lessons))


def test_few_answers_say_nothing(store: ProgressStore) -> None:
    answers(store, 4, 3, 1)
    assert levels(store) == ""


def test_certainty_stands_beside_what_came_of_it(store: ProgressStore) -> None:
    answers(store, 4, 7, 2)
    answers(store, 1, 1, 0)
    said = "When you were certain you were right 7 of 9 times; when you guessed, 1 of 1 time."
    assert levels(store) == said
    assert levels(store, ("u/other",)) == ""


def test_only_the_first_answer_to_a_question_counts(store: ProgressStore) -> None:
    answers(store, 4, 0, 5)
    for number in range(5):
        later = QuizGiven(answer="2", right=True, tries=2, confidence=None)
        store.record("u/l", f"q4_{number}", later)
    assert levels(store).startswith("When you were certain you were right 0 of 5 times.")
    assert "second look" in levels(store)


def test_an_answer_without_confidence_is_not_asked_again(store: ProgressStore) -> None:
    for number in range(6):
        store.record("u/l", f"q{number}", QuizGiven(answer="1", right=True, tries=1))
        known = QuizGiven(answer="1", right=True, tries=2, confidence=4)
        store.record("u/l", f"q{number}", known)
    assert levels(store) == ""


def test_predictions_count_once_they_are_settled(store: ProgressStore) -> None:
    for number in range(6):
        block = f"p{number}"
        store.record("u/l", block, PredictionGiven(choice="a", confidence=2))
        verdict = Verdict(observed="a", right=number < 5 or None, runs=())
        store.record("u/l", block, verdict)
    assert levels(store) == "When you were unsure you were right 5 of 5 times."
