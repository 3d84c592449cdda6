"""Where random keys are sent beside what home leads to: questions, exercises, clinics, reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import asking_scenes as asked
import pytest
from exercise_stage import ERROR, FAILED, PASSED, STOPPED, UNTOUCHED, exercise
from rough_engine import TROUBLE
from stage import MOMENTUM, Stage
from test_clinic_screens import RUN
from workbench_samples import BENCH, STEPS

from lessons.catalog import Catalog
from lessons.checking.verdict import Judgement
from lessons.clinics.clinic import Clinic
from lessons.clinics.ward import load_ward
from lessons.exercises.exercise import Exercise, ExerciseKind
from lessons.questions.forms import Stretch
from lessons.review.clock import Clock
from lessons.schema import Block, Unit
from lessons.workbench.seen import Step
from tui.messages import ClinicRequested, ExerciseRequested, LessonChosen, WorkbenchRequested
from tui.screens.map import MapScreen
from tui.screens.placement import PlacementScreen
from tui.screens.review import ReviewScreen

KINDS: tuple[ExerciseKind, ...] = ("complete", "order", "output", "mend", "goal")
QUESTIONS: tuple[Block, ...] = (
    asked.SEVERAL,
    asked.ORDER,
    asked.MATCH,
    asked.ASIDE,
    asked.SKETCH,
    asked.CURVES,
    asked.MARK,
    asked.RACE,
)
TOMORROW = Clock(lambda: datetime.now(UTC) + timedelta(days=1))


class RoughBench:
    """Runs statements, or fails to."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice

    def __call__(self, statements: Sequence[str], *_: object, known: int = 0) -> tuple[Step, ...]:
        if self.dice.random() < 0.2:
            raise TROUBLE
        made = list(STEPS.values())
        return tuple(replace(self.dice.choice(made), statement=one) for one in statements[known:])


class RoughJudge:
    """Says anything, or breaks."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice

    def __call__(self, *_: object, **__: object) -> Judgement:
        says: Any = self.dice.choice((PASSED, FAILED, ERROR, STOPPED, UNTOUCHED, TROUBLE, None))
        if says is None:
            raise RuntimeError("the judge itself is broken")
        if isinstance(says, Exception):
            raise says
        assert isinstance(says, Judgement)
        return says


def furnish(patch: pytest.MonkeyPatch, dice: Random) -> None:
    """What the places ask for is there at once, and fails now and then."""
    items = [asked.asked_again(number) for number in range(5)]
    patch.setenv("VISUAL", "vi")  # wants the terminal for itself, which no test has to lend
    patch.setattr("lessons.exercises.judged.judge_attempt", RoughJudge(dice))
    patch.setattr("lessons.workbench.sitting.perform", RoughBench(dice))
    patch.setattr("lessons.review.desk.Desk.items", lambda _: items)
    patch.setattr("tui.screens.clinic.working.patient", lambda *_: dice.choice((RUN, None)))
    patch.setattr("tui.screens.lesson.locate", lambda *_: Stretch(first=9, last=11))


def exercises(folder: Path) -> tuple[Exercise, ...]:
    """One of every kind."""
    return tuple(replace(exercise(folder / kind, kind), id=kind) for kind in KINDS)


def enrich(at: Stage) -> None:
    """Into the catalog: a lesson of questions, and one of exercises and clinics."""
    case = load_ward().cases[0].id
    rest = (*exercises(at.folder / "exercises"), Clinic(id="patient", case=case, ask="What now?"))
    bare = replace(at.lesson, requires=(), sources=())
    unit = Unit(
        id="forms",
        title="Forms",
        aim="",
        lessons=(
            replace(bare, id=asked.FORMS, title="Questions", blocks=QUESTIONS),
            replace(bare, id="forms/code", title="Code", blocks=rest),
        ),
    )
    at.app.catalog = Catalog(units=(unit, *at.app.catalog.units))


def visit(at: Stage, dice: Random) -> None:
    """Somewhere, from home."""
    app = at.app
    written = dice.choice(exercises(at.folder / "exercises"))
    case = dice.choice(load_ward().cases).id
    places: tuple[Callable[[], object], ...] = (
        lambda: app.post_message(LessonChosen(asked.FORMS)),
        lambda: app.post_message(LessonChosen("forms/code")),
        lambda: app.post_message(ExerciseRequested(app.catalog.lesson(MOMENTUM), written)),
        lambda: app.post_message(ClinicRequested(case, MOMENTUM, "patient")),
        lambda: app.push_screen(ReviewScreen(clock=TOMORROW)),
        lambda: app.post_message(WorkbenchRequested(BENCH, app.catalog.lesson(MOMENTUM))),
        lambda: app.push_screen(MapScreen()),
        lambda: app.push_screen(PlacementScreen()),
    )
    dice.choice(places)()
