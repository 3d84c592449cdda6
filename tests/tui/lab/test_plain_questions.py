"""Every form of question as lines of text."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from lab_samples import LESSON

from lessons.progress.records import QuizGiven, RunMade
from lessons.progress.store import ProgressStore
from lessons.questions.forms import (
    Choice,
    Choices,
    Curves,
    Form,
    Mark,
    Match,
    Metric,
    Order,
    Pair,
    Stretch,
)
from lessons.questions.run_curves import RunCurve
from lessons.schema import Quiz
from tui.plain.questions import PlainQuestions
from tui.plain.talk import WIDEST, Skipped, Talk
from tui.screens.lesson_keeper import LessonKeeper

SEVERAL = Choices(
    several=True,
    shuffle=False,
    choices=(
        Choice(text="one", why="It fits.", right=True),
        Choice(text="two", why="It does not."),
        Choice(text="three", why="It fits.", right=True),
    ),
)
ORDER = Order(entries=("first", "second"), why="So they stand.")
MATCH = Match(pairs=(Pair(left="day", right="sun"), Pair(left="night", right="moon")), why="Yes.")
NAMES = tuple(scenario.name for scenario in LESSON.lab.scenarios[:2])
CURVES = Curves(scenarios=NAMES, labels=("the first", "the second"), why="Seen.")
MARK = Mark(scenario=NAMES[0], answer="m.lab:f", why="There it is.")


class Asked:
    """A question asked of somebody who types these lines."""

    def __init__(
        self, form: Form, typed: str, *, made: bool = True, ask_sure: bool = False
    ) -> None:
        target = io.StringIO()
        self.store = ProgressStore.in_memory()
        if made:
            for name in NAMES:
                run = RunMade(run=name, scenario=name, seed=LESSON.lab.seed, standard=True)
                self.store.record(LESSON.id, "", run)
        quiz = Quiz(id="q", ask="What?", form=form)
        lesson = replace(LESSON, blocks=(*LESSON.blocks, quiz))
        troubles: list[Any] = []
        self.questions = PlainQuestions(
            Talk(io.StringIO(typed), target),
            lesson,
            LessonKeeper(lesson, self.store, troubles.append),
            curve=curve,
            locate=lambda form, run: Stretch(first=3, last=4),
            ask_sure=ask_sure,
        )
        try:
            self.questions.ask(quiz)
        finally:
            self.said = target.getvalue()
            self.given: QuizGiven | None = self.store.lesson(LESSON.id).quiz("q")


def curve(run: str, metric: Metric) -> RunCurve:
    """Falls more steeply in the second run."""
    steepness = 1 + NAMES.index(run)
    assert metric == "loss"
    return RunCurve(1, tuple(1.0 / (1 + steepness * step) for step in range(16)))


def test_several_are_typed_as_they_come() -> None:
    asked = Asked(SEVERAL, "1\n3 1\n")
    assert "Not right. All that you chose fits" in asked.said
    assert asked.given == QuizGiven(answer="1,3", right=True, tries=2)


@pytest.mark.parametrize("form", [ORDER, MATCH, CURVES])
def test_one_of_two_orders_is_right(form: Form) -> None:
    asked = Asked(form, "1 2\n2 1\n1 2\n")
    assert asked.given is not None
    assert (asked.given.answer, asked.given.right) == ("1,2", True)
    assert max(map(len, asked.said.splitlines())) <= WIDEST


def test_curves_are_read_out_in_a_few_values() -> None:
    asked = Asked(CURVES, "1 2\n2 1\n")
    assert asked.said.count("loss over steps 1 to 16: ") == 2
    assert "a. the first" in asked.said


def test_a_step_is_typed() -> None:
    asked = Asked(MARK, "first\n20\n3\n")
    assert "Step 20 is too late." in asked.said
    assert asked.given == QuizGiven(answer="3", right=True, tries=2)


@pytest.mark.parametrize("form", [CURVES, MARK])
def test_without_its_runs_a_question_is_passed_over(form: Form) -> None:
    with pytest.raises(Skipped):
        Asked(form, "1\n", made=False)


def test_how_sure_is_asked_once() -> None:
    asked = Asked(SEVERAL, "2\n4\n1 3\n", ask_sure=True)
    assert asked.said.count("How sure are you?") == 1
    (first, _) = asked.store.history("quiz")
    assert first.entry.content == QuizGiven(answer="2", right=False, tries=1, confidence=4)
