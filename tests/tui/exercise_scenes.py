"""Exercises on the stage: before a check, after every kind of outcome, and in every form."""

from __future__ import annotations

from unittest.mock import patch

from exercise_stage import Judge
from stage import Act, Opener, Scene, Stage

from lessons.checking.verdict import Checked, Difference, Explained, Judgement
from lessons.exercises.exercise import Exercise, ExerciseKind, Hint
from tui.messages import ExerciseRequested
from tui.screens.exercise import ExerciseScreen
from tui.screens.exercise.base import RESULTS
from tui.screens.exercise.studying import StudyScreen
from tui.screens.exercise.thinking import ThinkScreen
from tui.widgets.code_editor import CodeEditor

TASK = """Write `step`: one update of gradient descent with momentum.

It is given the weights, their gradient, the velocity of the step before, and two numbers. It
returns the new weights and the new velocity, and leaves what it was given as it is."""
STARTER = '''"""A ball that remembers."""

import torch


def step(weights, gradient, velocity, lr=0.1, beta=0.9):
    """Return the weights and the velocity after one step."""
    ...
'''
UPHILL = """velocity = beta * velocity + gradient
    return weights + lr * velocity, velocity"""
DOWNHILL = UPHILL.replace("weights +", "weights -")
SHORT = """velocity = torch.add(gradient, velocity, alpha=beta)
    return weights.sub(velocity, alpha=lr), velocity"""
PROGRAM = """weight = 1.0
for step in range(3):
    gradient = 2 * weight
    weight = weight - 0.25 * gradient
    print(step, weight)
"""
HINTS = (
    Hint(
        ask="The gradient points uphill. Which way is the step?", text="Against it: with a minus."
    ),
    Hint(ask="What is left of the velocity after one step?", text="`beta` times what it was."),
)
FIRST = "The velocity keeps a share of itself and takes the gradient in."
MOVES = "Every weight moves against its velocity."
OTHERS = "What it was given is as it was."
HELD = Checked(tests=FIRST, why="Without a memory it is plain descent.", passed=True)
LATER = Checked(tests=OTHERS, why="The loop still needs the old weights.", passed=None)
DIFFERS = Judgement(
    outcome="failed",
    checks=(
        HELD,
        Checked(
            tests=MOVES,
            why="Descent goes downhill; with a plus it climbs.",
            passed=False,
            message="This goes uphill: the step is added where it has to be taken away.",
            tag="sign-of-descent",
            difference=Difference(
                expected="[[ 0.4120, -1.0071],\n [ 0.0984,  0.7733]]",
                got="[[ 0.5880, -0.9929],\n [ 0.3016,  0.6267]]",
                expected_shape="(2, 2) float32",
                got_shape="(2, 2) float32",
                first="[0, 0]: expected 0.4120, got 0.5880",
            ),
        ),
        LATER,
    ),
    output="velocity 0.31\n",
)
ERROR = Judgement(
    outcome="failed",
    checks=(
        Checked(
            tests=FIRST,
            why=HELD.why,
            passed=False,
            error=Explained(
                original="RuntimeError: The size of tensor a (4) must match the size of tensor b "
                "(3) at non-singleton dimension 1",
                title="Two shapes do not fit together",
                words="`velocity` has 4 columns and `gradient` has 3. Elementwise operations need "
                "equal sizes, or a size of 1 that can be stretched.",
                line=8,
            ),
        ),
        LATER,
    ),
)
PASSED = Judgement(
    outcome="passed",
    checks=(HELD, *(Checked(tests=one, why="", passed=True) for one in (MOVES, OTHERS))),
)


def exercise(at: Stage, kind: ExerciseKind) -> Exercise:
    """An exercise of a kind, with its files."""
    folder = at.folder / "exercises" / f"one_{kind}"
    (folder / "solutions").mkdir(parents=True, exist_ok=True)
    (folder / "starter.py").write_text(PROGRAM if kind == "output" else STARTER)
    for name, first, body in (
        ("reference", "The formula, line by line.", DOWNHILL),
        ("in_one", "With `alpha`: both products inside the sums.", SHORT),
    ):
        text = STARTER.replace("A ball that remembers.", first).replace("...", body)
        (folder / "solutions" / f"{name}.py").write_text(text)
    return Exercise(
        id=f"one_{kind}",
        title="One step of a heavy ball",
        kind=kind,
        ask="What does it print?" if kind == "output" else TASK,
        folder=folder,
        hints=HINTS,
    )


def showing(at: Stage) -> ExerciseScreen:
    """The screen of the exercise."""
    assert isinstance(at.app.screen, ExerciseScreen)
    return at.app.screen


def opened(kind: ExerciseKind) -> Opener:
    """An exercise as it is found."""

    async def open_it(at: Stage) -> None:
        await at.home()
        at.app.post_message(ExerciseRequested(at.lesson, exercise(at, kind)))
        await at.on(ExerciseScreen)
        await at.still()

    return open_it


def judged(says: Judgement, body: str, *pressed: str) -> Opener:
    """Something was written and checked; the results have the keys, then others are pressed."""

    async def open_it(at: Stage) -> None:
        screen = showing(at)
        screen.query_one(CodeEditor).load_text(STARTER.replace("...", body))
        with patch("lessons.exercises.judged.judge_attempt", Judge(says)):
            await at.press("ctrl+s")
            await at.until(lambda: screen.under_way is None)
        screen.front = RESULTS
        await at.press(*pressed)

    return open_it


async def hint(at: Stage) -> None:
    """The hint, after a question and a thought."""
    await at.press("f2")
    await at.on(ThinkScreen)  # type: ignore[type-abstract]
    await at.press(*"the other way", "enter")
    await at.on(ExerciseScreen)


async def solutions(at: Stage) -> None:
    """Other right solutions, after one's own."""
    await at.press("s")
    await at.on(StudyScreen)


ACTS = (
    Act(
        "writing",
        (
            Scene("exercise", opened("complete"), brief=True),
            Scene("exercise-differs", judged(DIFFERS, UPHILL)),
            Scene("exercise-hint", hint, brief=True),
            Scene("exercise-error", judged(ERROR, DOWNHILL, "f4"), brief=True),
            Scene("exercise-passed", judged(PASSED, DOWNHILL), brief=True),
            Scene("exercise-solutions", solutions, brief=True),
        ),
    ),
    Act(
        "other-exercises",
        (
            Scene("exercise-order", opened("order")),
            Scene("exercise-output", opened("output"), brief=True),
        ),
    ),
)
