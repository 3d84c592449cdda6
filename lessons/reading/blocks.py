"""Builds the blocks of a lesson, the lab excepted, from its typed fences."""

from __future__ import annotations

import re
from pathlib import Path

from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise, Hint, Limits, Used
from lessons.questions.building import build_form, build_sketch
from lessons.questions.shapes import QuizShape
from lessons.reading.lab_block import reference
from lessons.reading.markdown import Fence
from lessons.reading.shapes import (
    AsideShape,
    ClinicShape,
    ExerciseShape,
    MixedShape,
    PredictShape,
    ReflectShape,
    RunShape,
    WorkbenchShape,
)
from lessons.reading.table import Table
from lessons.review.mixed import Mixed
from lessons.schema import Aside, Lab, Option, Predict, Quiz, Reflect, Run
from lessons.workbench.workbench import Workbench

EXERCISES = "exercises"
"""Folder of a lesson's exercises."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_USED = re.compile(r"(\w+/\w+)#([a-z][a-z0-9_]*)")


def build_predict(fence: Fence, code: str) -> Predict:
    """A prediction; its scenarios stay empty where the author leaves them to the next run."""
    table = fence.table
    shape = table.shaped(PredictShape)
    sketched = shape.sketch is not None
    if sketched == bool(shape.options) or sketched == bool(shape.answer):
        key = "options" if not shape.options else "answer"
        fix = "Add options and answer, or sketch = { … } without them."
        raise table.error("a prediction has options with an answer, or a sketch", fix, key)
    options = (shape.options or {}).items()
    return Predict(
        id=_checked_id(table, shape.id),
        ask=shape.ask,
        options=tuple(Option(key=key, text=text) for key, text in options),
        answer="" if sketched else reference(table, shape.answer, code, "answer"),
        sketch=build_sketch(table) if sketched else None,
        scenarios=_distinct(table, shape.scenarios),
        seeds=shape.seeds,
        chance=shape.chance,
        placement=shape.placement,
        placement_options=_in_placement(table, shape),
        line=fence.line,
    )


def build_run(fence: Fence, derived_id: str) -> Run:
    """A run block; `derived_id` is its id where the author gives none."""
    shape = fence.table.shaped(RunShape)
    return Run(
        id=_checked_id(fence.table, shape.id) if shape.id else derived_id,
        scenarios=_distinct(fence.table, shape.scenarios),
        seeds=shape.seeds,
        view=shape.view,
        line=fence.line,
    )


def build_quiz(fence: Fence, lab: Lab, code: str) -> Quiz:
    """A question of one of the forms that `lessons.questions.forms` lists."""
    table = fence.table
    shape = table.shaped(QuizShape)
    return Quiz(
        id=_checked_id(table, shape.id),
        ask=shape.ask,
        form=build_form(table, shape, lab, code),
        line=fence.line,
    )


def build_reflect(fence: Fence) -> Reflect:
    """A question that is answered in one's own words."""
    shape = fence.table.shaped(ReflectShape)
    return Reflect(
        id=_checked_id(fence.table, shape.id),
        ask=shape.ask,
        model_answer=shape.model_answer,
        points=shape.points,
        line=fence.line,
    )


def build_aside(fence: Fence) -> Aside:
    """A remark for learners in whom a misconception has shown."""
    shape = fence.table.shaped(AsideShape)
    return Aside(
        id=_checked_id(fence.table, shape.id),
        when=shape.when,
        title=shape.title,
        text=shape.text,
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
        folder=lesson / EXERCISES / _checked_id(fence.table, shape.folder or name, "folder"),
        hints=tuple(Hint(ask=hint.ask, text=hint.text) for hint in shape.hints),
        limits=Limits(seconds=shape.limits.seconds, memory_mb=shape.limits.memory_mb),
        missing=shape.missing,
        distractors=shape.distractors,
        uses=tuple(_used(fence.table, name) for name in shape.uses),
        line=fence.line,
    )


def build_workbench(fence: Fence) -> Workbench:
    """A workbench with its tensors."""
    shape = fence.table.shaped(WorkbenchShape)
    return Workbench(
        id=_checked_id(fence.table, shape.id),
        ask=shape.ask,
        given=shape.given,
        steps=shape.steps,
        line=fence.line,
    )


def build_mixed(fence: Fence) -> Mixed:
    """The mixed review of a unit."""
    shape = fence.table.shaped(MixedShape)
    return Mixed(
        id=_checked_id(fence.table, shape.id),
        ask=shape.ask,
        questions=shape.questions,
        line=fence.line,
    )


def build_clinic(fence: Fence) -> Clinic:
    """A clinic, which names a case of the ward."""
    shape = fence.table.shaped(ClinicShape)
    return Clinic(
        id=_checked_id(fence.table, shape.id), case=shape.case, ask=shape.ask, line=fence.line
    )


def _used(table: Table, written: str) -> Used:
    found = _USED.fullmatch(written)
    if not found:
        fix = 'Write it as "unit/lesson#exercise".'
        raise table.error(f'"{written}" names no exercise', fix, "uses")
    return Used(lesson=found[1], exercise=found[2])


def _in_placement(table: Table, shape: PredictShape) -> tuple[Option, ...]:
    """What a placement offers for an answer: texts of its own, or those of the lesson."""
    own, options = shape.placement_options, shape.options or {}
    if shape.placement and shape.sketch is not None:
        fix = "Leave it out: a placement asks for options."
        raise table.error("a curve cannot be sketched in a placement", fix, "placement")
    if own is not None and not shape.placement:
        fix = 'Ask with placement = "…", or leave them out.'
        raise table.error("these answer no question", fix, "placement_options")
    if own is not None and own.keys() != options.keys():
        fix = f"Write one text for each of: {', '.join(options)}."
        raise table.error("these are not the keys of options", fix, "placement_options")
    if not shape.placement:
        return ()
    return tuple(Option(key=key, text=(own or options)[key]) for key in options)


def _checked_id(table: Table, written: str, key: str = "id") -> str:
    if not _ID.fullmatch(written):
        fix = "Use lower-case letters, digits and underscores."
        raise table.error(f'"{written}" is no id', fix, key)
    return written


def _distinct(table: Table, scenarios: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(scenarios)) < len(scenarios):
        raise table.error("a scenario is named twice", "Name it once.", "scenarios")
    return scenarios
