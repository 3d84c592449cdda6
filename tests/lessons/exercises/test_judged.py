"""Which texts are attempts, and how a predicted output is judged."""

from __future__ import annotations

import pytest
from sample_exercises import sample

from lessons.checking.verdict import Judgement
from lessons.exercises.exercise import ExerciseKind
from lessons.exercises.folder import Answer, read_reference, read_wrong
from lessons.exercises.judged import is_attempt, judge_attempt
from lessons.exercises.output import compared
from lessons.exercises.starter import starter_text

OUTPUT = sample("output")
RAN = Judgement(
    outcome="passed",
    output="torch.Size([2, 2])\ntensor([4, 6])\ntensor([[0.5000, 1.0000],\n"
    "        [1.5000, 2.0000]])\n0.8333333730697632\n",
)
RIGHT = "torch.Size([2, 2])\ntensor([4, 6])\ntensor([[0.5, 1.], [1.5, 2.]])\n0.833\n"


@pytest.mark.parametrize("kind", ["complete", "mend", "fade", "goal", "order"])
def test_a_starter_is_no_attempt(kind: ExerciseKind) -> None:
    exercise = sample(kind)
    starter = starter_text(exercise)
    assert not is_attempt(exercise, starter)
    assert not is_attempt(exercise, starter.replace("\n", "\r\n") + "\n")
    assert not is_attempt(exercise, " \n")
    assert is_attempt(exercise, read_reference(exercise).source)


def test_a_worked_example_is_no_attempt_until_a_gap_is_filled() -> None:
    exercise = sample("fade")
    starter = starter_text(exercise)
    assert not is_attempt(exercise, starter.replace("# subgoal", "# my subgoal"))
    filled = starter.replace("...  # your part: take a step", "optimizer.step()")
    assert is_attempt(exercise, filled)


def never(reference: str, *arguments: object) -> object:
    raise AssertionError(reference)


@pytest.mark.parametrize("kind", ["complete", "fade", "order", "output"])
def test_what_is_no_attempt_starts_no_process(kind: ExerciseKind) -> None:
    exercise = sample(kind)
    judgement = judge_attempt(exercise, starter_text(exercise), never)
    assert judgement.outcome == "not_attempted"
    assert judgement.message


def test_an_endless_prediction_is_not_compared() -> None:
    judgement = judge_attempt(OUTPUT, "tensor(\n" * 10_000, never)
    assert judgement.outcome == "failed"
    assert judgement.error is not None
    assert "too long" in judgement.error.title


def test_the_parts_that_are_left_are_named() -> None:
    exercise = sample("fade")
    judgement = judge_attempt(exercise, starter_text(exercise), never)
    assert judgement.message.endswith("written: find out who is to blame, take a step.")


def test_a_right_output_passes_line_by_line() -> None:
    judgement = compared(OUTPUT, RAN, RIGHT)
    assert judgement.outcome == "passed"
    assert [check.passed for check in judgement.checks] == [True] * 4
    assert judgement.output == RAN.output


def test_the_first_wrong_line_is_shown_and_nothing_is_given_away() -> None:
    judgement = compared(OUTPUT, RAN, RIGHT.replace("[4, 6]", "[5, 6]"))
    assert judgement.outcome == "failed"
    assert [check.passed for check in judgement.checks] == [True, False, None, None]
    failed = judgement.checks[1]
    assert failed.difference is not None
    assert failed.difference.got == "tensor([5, 6])"
    assert failed.tests == "Line 2 of what it prints."
    assert "A number on this line" in failed.message
    assert "tensor([4, 6])" not in str(judgement)


@pytest.mark.parametrize("wrong", read_wrong(OUTPUT), ids=lambda answer: answer.name)
def test_a_known_wrong_output_is_met_with_its_reason(wrong: Answer) -> None:
    failed = next(check for check in compared(OUTPUT, RAN, wrong.source).checks if not check.passed)
    assert (failed.message, failed.tag) == (wrong.idea, wrong.tag)


def test_a_known_mistake_is_seen_on_its_line_alone() -> None:
    typed = RIGHT.replace("tensor([4, 6])", "tensor( [3,7] )").replace("0.833", "0.9")
    assert compared(OUTPUT, RAN, typed).tags == ("sum-over-rows",)


def test_too_little_and_too_much() -> None:
    short = compared(OUTPUT, RAN, "torch.Size([2, 2])")
    assert [check.passed for check in short.checks] == [True, False, None, None]
    assert "prints more" in short.checks[1].message
    long = compared(OUTPUT, RAN, RIGHT + "more")
    assert [check.passed for check in long.checks] == [True] * 4 + [False]
    assert "ends before" in long.checks[4].message
