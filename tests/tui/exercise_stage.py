"""An exercise on the screen, with a judge that says what a test wants it to say."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeApp
from textual.pilot import Pilot
from textual.widgets import Input

from lessons.checking.verdict import Checked, Difference, Explained, Judgement
from lessons.exercises.exercise import Exercise, ExerciseKind, Hint
from lessons.progress.records import LessonRecord
from lessons.progress.store import ProgressStore
from tui.app import TutorApp
from tui.messages import ExerciseRequested
from tui.screens.exercise import ExerciseScreen
from tui.widgets.code_editor import CodeEditor

LESSON = "optimizers/momentum"
STARTER = '''"""One step."""


def step(weights, gradient, lr):
    """Return the weights after one step."""
    ...
'''
SOLUTION = STARTER.replace("...", "return weights - lr * gradient")
OTHER = '''"""With alpha: one call."""

import torch


def step(weights, gradient, lr):
    """Return the weights after one step."""
    return torch.sub(weights, gradient, alpha=lr)
'''
CHECK = '''"""Checks of `step`."""

from lessons.checking import Learner, check, expect


@check("Every weight moves against its gradient.", why="Descent goes downhill.")
def downhill(learner: Learner) -> None:
    expect.equal(learner.call("step", 1.0, 2.0, 0.25), 0.5)
'''
HINTS = (
    Hint(ask="Which way does the gradient point?", text="It points up the hill."),
    Hint(ask="What does the rate do?", text="It scales the step."),
)
FIRST = Checked(tests="It goes downhill.", why="That is the aim.", passed=True)
REST = Checked(tests="The rate counts.", why="It scales the step.", passed=None)
PASSED = Judgement(outcome="passed", checks=(FIRST,), seed=3)
FAILED = Judgement(
    outcome="failed",
    checks=(
        Checked(
            tests=FIRST.tests,
            why=FIRST.why,
            passed=False,
            message="This goes uphill.",
            tag="sign",
            difference=Difference(expected="0.5", got="1.5", first="expected 0.5, got 1.5"),
        ),
        REST,
    ),
    output="step 1\n",
)
ERROR = Judgement(
    outcome="failed",
    checks=(
        Checked(
            tests=FIRST.tests,
            why=FIRST.why,
            passed=False,
            error=Explained(
                original="NameError: name 'lrr' is not defined",
                title="There is no `lrr`",
                words="Did you mean `lr`?",
                line=6,
            ),
        ),
    ),
)
STOPPED = Judgement(outcome="over_limit", over="time")
UNTOUCHED = Judgement(outcome="not_attempted")


def exercise(folder: Path, kind: ExerciseKind = "complete") -> Exercise:
    """An exercise of a kind, with its files."""
    (folder / "solutions").mkdir(parents=True, exist_ok=True)
    program = "print(1 + 1)\n" if kind == "output" else STARTER
    (folder / "starter.py").write_text(program)
    (folder / "check.py").write_text(CHECK)
    (folder / "solutions" / "reference.py").write_text(SOLUTION.replace("One", "The formula. One"))
    (folder / "solutions" / "sub.py").write_text(OTHER)
    return Exercise(
        id="step",
        title="A step downhill",
        kind=kind,
        ask="Write `step`.",
        folder=folder,
        hints=HINTS,
    )


class Judge:
    """Says what it is told to say, and remembers what it was asked."""

    def __init__(self, says: Judgement) -> None:
        self.says = says
        self.asked: list[str] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def __call__(
        self, exercise: Exercise, text: str, call: Callable[..., Any], *, seed: int | None = None
    ) -> Judgement:
        self.asked.append(text)
        assert self.may_answer.wait(30)
        return self.says


class Writer:
    """A learner in front of an exercise."""

    def __init__(self, app: TutorApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.store: ProgressStore = app.progress

    @property
    def screen(self) -> ExerciseScreen:
        assert isinstance(self.app.screen, ExerciseScreen)
        return self.app.screen

    @property
    def editor(self) -> CodeEditor:
        return self.screen.query_one(CodeEditor)

    @property
    def record(self) -> LessonRecord:
        return self.store.lesson(LESSON)

    @property
    def file(self) -> Path:
        return self.screen.file.path

    @property
    def results(self) -> str:
        rows = self.screen.results.wrapped(90)
        return "\n".join(row.plain for row in rows)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        names = {"\n": "enter", " ": "space"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def answer(self, text: str) -> None:
        """Into the field of a question, and send it."""
        self.app.screen.query_one(Input).value = text
        await self.press("enter")

    async def until(self, true: Callable[[], bool]) -> None:
        for _ in range(500):
            if true():
                return
            await self.pilot.pause(0.005)
        raise AssertionError("it did not come to that")

    async def check(self) -> None:
        await self.press("ctrl+s")
        await self.until(lambda: self.screen.under_way is None)
        await self.pilot.pause()


@asynccontextmanager
async def writing(
    make_app: MakeApp,
    folder: Path,
    kind: ExerciseKind = "complete",
    size: tuple[int, int] = (120, 40),
) -> AsyncIterator[Writer]:
    """An exercise open in the app."""
    app = make_app()
    async with app.run_test(size=size) as pilot:
        lesson = app.catalog.lesson(LESSON)
        app.post_message(ExerciseRequested(lesson, exercise(folder / "step", kind)))
        writer = Writer(app, pilot)
        await writer.until(lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.pause()
        yield writer


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The judge of the app, for a while."""
    stand_in = Judge(PASSED)
    monkeypatch.setattr("lessons.exercises.judged.judge_attempt", stand_in)
    return stand_in
