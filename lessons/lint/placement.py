"""Checks predictions that a placement asks: short, settled by few runs, and not by chance."""

from __future__ import annotations

from collections.abc import Iterator

from lessons import flow
from lessons.lint.findings import Finding, in_lesson
from lessons.schema import Lesson, Predict

LONGEST = 300
"""Characters of a question: more is a lesson's business."""
LONGEST_OPTION = 100
"""Characters of an answer: it has to be read among others."""
MOST_RUNS = 5
"""Runs that are made while the learner answers the next question."""


def check_placement(lesson: Lesson) -> Iterator[Finding]:
    """The predictions of a lesson that a placement asks."""
    for predict in lesson.of(Predict):
        if predict.placement:
            for message, fix in _wrong(lesson, predict):
                yield in_lesson(lesson, predict.line, f"{predict.id}: placement: {message}", fix)


def _wrong(lesson: Lesson, predict: Predict) -> Iterator[tuple[str, str]]:
    length = len(predict.placement)
    if length > LONGEST:
        yield f"{length} characters", f"Say it in {LONGEST}, or leave it out."
    for option in predict.placement_options:
        if len(option.text) > LONGEST_OPTION:
            fix = f"Write placement_options of at most {LONGEST_OPTION} characters each."
            yield f"the option {option.key} has {len(option.text)} characters", fix
    runs = len(predict.scenarios) * flow.seeds_compared(lesson, predict)
    if runs > MOST_RUNS:
        fix = f"Choose a prediction that {MOST_RUNS} runs settle."
        yield f"{runs} runs take too long", fix
    if predict.chance:
        yield "chance decides the answer", "Choose a prediction that has one answer."
