"""The one way to have a learner's text judged, whatever kind of exercise it answers."""

from __future__ import annotations

from dataclasses import replace

from lessons.checking.attempted import EMPTY, STARTER
from lessons.checking.judging import Call, judge
from lessons.checking.verdict import Judgement
from lessons.exercises.exercise import Exercise
from lessons.exercises.fade import gaps
from lessons.exercises.output import judge_output
from lessons.exercises.starter import starter_text
from lessons.exercises.text_file import digest

RUN_UNTOUCHED = ("mend", "goal")
"""Kinds whose starter works in some way: what it does is shown, though it is no attempt."""


def judge_attempt(
    exercise: Exercise, text: str, call: Call, *, seed: int | None = None
) -> Judgement:
    """The verdict on what a learner wrote. Blocks; run it in a thread.

    `call` is `Engine.call`; without a seed one is drawn that nobody can foresee. Raises LessonError
    where a file of the exercise cannot be read, EngineError where no process can be started.
    """
    assert all(used.source for used in exercise.uses), "see `using.with_own_answers`"
    if is_attempt(exercise, text):
        return judge_text(exercise, text, call, seed=seed)
    if exercise.kind not in RUN_UNTOUCHED or not text.strip():
        return Judgement(outcome="not_attempted", message=_missing(exercise, text))
    judgement = judge_text(exercise, text, call, seed=seed)
    if judgement.outcome == "passed":
        return judgement
    return replace(judgement, outcome="not_attempted")


def judge_text(exercise: Exercise, text: str, call: Call, *, seed: int | None = None) -> Judgement:
    """The same for any text, the untouched starter included: what lint proves things with."""
    if exercise.kind == "output":
        return judge_output(exercise, text, call, seed=seed)
    return judge(exercise, text, call, seed=seed)


def _missing(exercise: Exercise, text: str) -> str:
    """Why a text is no attempt."""
    match exercise.kind:
        case "output":
            return "Type what the program prints, line by line."
        case "order":
            return "No line is in its place yet."
        case "fade":
            left = gaps(text) or exercise.missing
            word = "Your part is" if len(left) == 1 else "Your parts are"
            return f"{word} still to be written: {', '.join(left)}."
        case _:
            return STARTER if text.strip() else EMPTY


def is_attempt(exercise: Exercise, text: str) -> bool:
    """Whether a text is anything but blank, the starter, or a worked example with its gaps open.

    Raises LessonError where there is no starter.
    """
    if not text.strip():
        return False
    if exercise.kind == "fade" and exercise.missing and set(gaps(text)) >= set(exercise.missing):
        return False
    return digest(text) != digest(starter_text(exercise))
