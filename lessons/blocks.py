"""Builds the blocks of a lesson, the lab excepted, from its typed fences."""

from __future__ import annotations

import re
from pathlib import Path

from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise, Hint, Limits
from lessons.lab_block import reference
from lessons.markdown import Fence
from lessons.schema import Choice, Number, Option, Predict, Quiz, Reflect, Run, WrongNumber
from lessons.shapes import (
    ChoiceShape,
    ClinicShape,
    ExerciseShape,
    NumberShape,
    PredictShape,
    QuizShape,
    ReflectShape,
    RunShape,
    WrongShape,
)
from lessons.table import Table

EXERCISES = "exercises"
"""Folder of a lesson's exercises."""

_ID = re.compile(r"[a-z][a-z0-9_]*")


def build_predict(fence: Fence, package: str) -> Predict:
    """A prediction; its scenarios stay empty where the author leaves them to the next run."""
    table = fence.table
    shape = table.shaped(PredictShape)
    return Predict(
        id=_checked_id(table, shape.id),
        ask=shape.ask,
        options=tuple(Option(key=key, text=text) for key, text in shape.options.items()),
        answer=reference(table, shape.answer, package, "answer"),
        scenarios=_distinct(table, shape.scenarios),
        seeds=shape.seeds,
        chance=shape.chance,
        line=fence.line,
    )


def build_run(fence: Fence, derived_id: str) -> Run:
    """A run block; `derived_id` is its id where the author gives none."""
    shape = fence.table.shaped(RunShape)
    return Run(
        id=_checked_id(fence.table, shape.id) if shape.id else derived_id,
        scenarios=_distinct(fence.table, shape.scenarios),
        seeds=shape.seeds,
        line=fence.line,
    )


def build_quiz(fence: Fence) -> Quiz:
    """A question with choices, exactly one of them right, or with a number as its answer."""
    table = fence.table
    shape = table.shaped(QuizShape)
    if bool(shape.choices) == (shape.numeric is not None):
        fix = "Give it choices = [ … ] or numeric = { … }, and not both."
        raise table.error("a question has choices or a number", fix)
    return Quiz(
        id=_checked_id(table, shape.id),
        ask=shape.ask,
        choices=_choices(table, len(shape.choices)),
        numeric=None if shape.numeric is None else _number(table),
        line=fence.line,
    )


def build_reflect(fence: Fence) -> Reflect:
    """A question that is answered in one's own words."""
    shape = fence.table.shaped(ReflectShape)
    return Reflect(
        id=_checked_id(fence.table, shape.id),
        ask=shape.ask,
        model_answer=shape.model_answer,
        line=fence.line,
    )


def build_exercise(fence: Fence, lesson: Path) -> Exercise:
    """A code exercise; its files lie below the folder of the lesson."""
    shape = fence.table.shaped(ExerciseShape)
    name = _checked_id(fence.table, shape.id)
    return Exercise(
        id=name,
        title=shape.title,
        kind=shape.kind,
        ask=shape.ask,
        folder=lesson / EXERCISES / name,
        hints=tuple(Hint(ask=hint.ask, text=hint.text) for hint in shape.hints),
        limits=Limits(seconds=shape.limits.seconds, memory_mb=shape.limits.memory_mb),
        missing=shape.missing,
        distractors=shape.distractors,
        line=fence.line,
    )


def build_clinic(fence: Fence) -> Clinic:
    """A clinic, which names a case of the ward."""
    shape = fence.table.shaped(ClinicShape)
    return Clinic(
        id=_checked_id(fence.table, shape.id), case=shape.case, ask=shape.ask, line=fence.line
    )


def _choices(table: Table, count: int) -> tuple[Choice, ...]:
    shapes = [table.shaped(ChoiceShape, "choices", place) for place in range(count)]
    right = sum(shape.right for shape in shapes)
    if shapes and (len(shapes) < 2 or right != 1):
        fix = "Write two choices or more, and right = true in exactly one."
        raise table.error(f"{right} of {count} choices are right", fix, "choices")
    return tuple(
        Choice(text=shape.text, why=shape.why, right=shape.right, tag=shape.tag) for shape in shapes
    )


def _number(table: Table) -> Number:
    shape = table.shaped(NumberShape, "numeric")
    wrong = []
    for place in range(len(shape.wrong)):
        path = ("numeric", "wrong", place)
        entry = table.shaped(WrongShape, *path)
        if abs(entry.value - shape.answer) <= shape.tolerance:
            fix = "Choose another value or a smaller tolerance."
            raise table.error("this value counts as right", fix, *path, "value")
        wrong.append(WrongNumber(value=entry.value, why=entry.why, tag=entry.tag))
    return Number(
        answer=shape.answer,
        tolerance=shape.tolerance,
        why=shape.why,
        unit=shape.unit,
        wrong=tuple(wrong),
    )


def _checked_id(table: Table, written: str) -> str:
    if not _ID.fullmatch(written):
        fix = "Use lower-case letters, digits and underscores."
        raise table.error(f'"{written}" is no id', fix, "id")
    return written


def _distinct(table: Table, scenarios: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(scenarios)) < len(scenarios):
        raise table.error("a scenario is named twice", "Name it once.", "scenarios")
    return scenarios
