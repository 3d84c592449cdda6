"""Judges several files in one worker: whoever kept them is trusted, one process is enough.

For a learner's file a fresh worker judges each time; what is judged, and how, is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from engine import wire
from engine.events import Problem
from engine.failure import explain
from engine.references import resolve
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.judged import judge_text


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one file."""

    judgement: Judgement | None
    problem: Problem | None = None
    """Why it could not be judged."""


def judged(exercise: Exercise, asked: Sequence[tuple[str, int]]) -> list[Answered]:
    """The verdict on each text with its seed. Called in a worker."""
    return [_answered(exercise, text, seed) for text, seed in asked]


@dataclass(frozen=True, slots=True)
class Called:
    """What came of one function."""

    result: Any
    problem: Problem | None = None
    """Why there is none."""


def called(asked: Sequence[tuple[str, Sequence[object]]]) -> list[Called]:
    """What each function says to its arguments: what one has loaded, the next one finds."""
    return [_called(reference, arguments) for reference, arguments in asked]


def _called(reference: str, arguments: Sequence[object]) -> Called:
    try:
        return Called(_here(reference, *arguments))
    except Exception as error:  # whatever it is, the caller is told
        return Called(None, explain(error))


def _answered(exercise: Exercise, text: str, seed: int) -> Answered:
    try:
        return Answered(judge_text(exercise, text, _here, seed=seed))
    except TutorError as error:
        return Answered(None, error.problem)


def _here(reference: str, *arguments: object) -> Any:
    """As `Engine.call`, in this very process."""
    result = resolve(reference)(*arguments)
    return msgspec.json.decode(msgspec.json.encode(wire.plain(msgspec.to_builtins(result))))
