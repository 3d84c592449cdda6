"""Hints come after an honest attempt and a thought; the solution after success or friction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_exercises import HINTS, sample

from lessons.checking.verdict import Outcome
from lessons.exercises.hints import (
    answers,
    given,
    honest_attempts,
    is_reason,
    is_thought,
    next_hint,
    solution,
    take,
)
from lessons.progress.records import AttemptMade, LessonRecord

EXERCISE = sample("complete")
THOUGHT = "It points up the hill."


def attempt(text: str, outcome: Outcome = "failed") -> tuple[str, AttemptMade]:
    return EXERCISE.id, AttemptMade(outcome=outcome, passed=0, checks=2, digest=text)


def record(*attempts: tuple[str, AttemptMade]) -> LessonRecord:
    return LessonRecord(lesson="optimizers/momentum", attempts=attempts)


def hinted(before: LessonRecord, thought: str = THOUGHT) -> LessonRecord:
    taken = take(EXERCISE, before, thought)
    assert taken is not None
    return replace(before, hints=(*before.hints, (EXERCISE.id, taken)))


def tried(before: LessonRecord, *texts: str) -> LessonRecord:
    return replace(before, attempts=(*before.attempts, *map(attempt, texts)))


@pytest.mark.parametrize(
    "attempts",
    [(), (attempt("starter", "not_attempted"),), (("other", attempt("a")[1]),)],
)
def test_no_hint_before_an_honest_attempt(attempts: tuple[tuple[str, AttemptMade], ...]) -> None:
    upcoming = next_hint(EXERCISE, record(*attempts))
    assert (upcoming.standing, upcoming.ask) == ("try_first", "")
    assert take(EXERCISE, record(*attempts), THOUGHT) is None


def test_a_hint_after_an_attempt_and_a_thought() -> None:
    after = record(attempt("a"))
    assert next_hint(EXERCISE, after).ask == HINTS[0].ask
    assert take(EXERCISE, after, "   ") is None
    assert given(EXERCISE, after) == ()
    after = hinted(after)
    assert given(EXERCISE, after) == HINTS[:1]
    assert after.hints[0][1].thought == THOUGHT


def test_each_hint_needs_another_attempt() -> None:
    after = hinted(record(attempt("a"), attempt("b"), attempt("c")))
    assert next_hint(EXERCISE, after).standing == "try_first"
    assert next_hint(EXERCISE, tried(after, "b")).standing == "try_first"
    after = tried(after, "d")
    assert next_hint(EXERCISE, after).standing == "ready"
    assert given(EXERCISE, hinted(after)) == HINTS


def test_nothing_says_how_many_are_left_until_none_is() -> None:
    after = hinted(tried(hinted(record(attempt("a"))), "b"))
    upcoming = next_hint(EXERCISE, tried(after, "c"))
    assert (upcoming.standing, upcoming.number) == ("none_left", 0)


def test_the_same_text_twice_is_one_attempt() -> None:
    made = [each for _, each in map(attempt, ["a", "b", "a", "c", "b"])]
    assert [each.digest for each in honest_attempts(made)] == ["a", "b", "c"]


def test_a_limit_passed_is_an_honest_attempt() -> None:
    assert next_hint(EXERCISE, record(attempt("a", "over_limit"))).standing == "ready"


@pytest.mark.parametrize("text", ["", "no idea", "a a a a", "... ... ...", "x", "1 2 3", "我不"])
def test_what_is_no_thought(text: str) -> None:
    assert not is_thought(text)


@pytest.mark.parametrize("text", [THOUGHT, "up the hill", "梯度指向上坡", "Grad × minus lr"])
def test_what_is_a_thought(text: str) -> None:
    assert is_thought(text)


@pytest.mark.parametrize("text", ["20", " -0.08 ", "1/3", "1e-3", "−2", "up the hill"])
def test_a_question_for_a_number_is_answered_by_one(text: str) -> None:
    assert answers(text)
    assert take(EXERCISE, record(attempt("a")), text) is not None


@pytest.mark.parametrize("text", ["", "x", "1 2 3", "...", "no idea"])
def test_what_answers_nothing(text: str) -> None:
    assert not answers(text)


def test_the_solution_is_open_after_success() -> None:
    found = solution(EXERCISE, record(attempt("a"), attempt("b", "passed"), attempt("c")))
    assert (found.open, found.solved) == (True, True)


def test_the_solution_behind_hints_and_two_more_attempts() -> None:
    assert not solution(EXERCISE, record(*map(attempt, "abcdef"))).open
    after = hinted(tried(hinted(record(attempt("a"))), "b"))
    assert solution(EXERCISE, after).attempts_needed == 2
    after = tried(after, "b", "c")
    assert not solution(EXERCISE, after).open
    assert solution(EXERCISE, after).attempts_needed == 1
    found = solution(EXERCISE, tried(after, "d"))
    assert (found.open, found.solved, found.attempts_needed) == (True, False, 0)


def test_without_hints_two_attempts_open_it() -> None:
    bare = replace(EXERCISE, hints=())
    assert not solution(bare, record(attempt("a"))).open
    assert solution(bare, record(attempt("a"), attempt("b"))).open


def test_a_sentence_opens_it_and_it_stays_open() -> None:
    assert not is_reason("just show me")
    assert is_reason("I compared both signs and neither passes.")
    found = solution(EXERCISE, replace(record(), studied=(EXERCISE.id,)))
    assert (found.open, found.solved) == (True, False)
