"""Which hint may be given now, and when the solution may be studied.

A hint needs an honest attempt since the last one, and some words on its question. How many hints
there are is never said: learners who see a countdown ask for the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lessons.exercises.exercise import Exercise, Hint
from lessons.progress.records import AttemptMade, HintTaken, LessonRecord

LEAST_WORDS = 3
"""Words that an answer to a hint's question has to have."""
LEAST_REASON = 5
"""Words that a reason for looking at the solution has to have."""
MORE_ATTEMPTS = 2
"""Honest attempts after the last hint that open the solution."""

_HIRAGANA = "\u3040"
_FIGURE = re.compile(r"\s*[-+\u2212]?\d+([.,/]\d+)?(e[-+]?\d+)?\s*")

HintStanding = Literal["ready", "try_first", "none_left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextHint:
    """What stands between the learner and the next hint."""

    standing: HintStanding
    number: int = 0
    """From 1; 0 where there is none left."""
    ask: str = ""
    """Question to think about; empty unless it is ready."""


def next_hint(exercise: Exercise, record: LessonRecord) -> NextHint:
    """Which hint comes next, and whether it may be asked for now."""
    taken = _taken(exercise, record)
    number = len(taken) + 1
    if number > len(exercise.hints):
        return NextHint(standing="none_left")
    honest = len(honest_attempts(record.attempts_at(exercise.id)))
    since = honest - (taken[-1].attempts if taken else 0)
    if since < 1 and not record.solved(exercise.id):
        return NextHint(standing="try_first", number=number)
    return NextHint(standing="ready", number=number, ask=exercise.hints[number - 1].ask)


def take(exercise: Exercise, record: LessonRecord, thought: str) -> HintTaken | None:
    """What to record when the learner answers the next hint's question.

    None where no hint may be given, or where the answer is neither some words nor a number.
    """
    upcoming = next_hint(exercise, record)
    if upcoming.standing != "ready" or not answers(thought):
        return None
    honest = len(honest_attempts(record.attempts_at(exercise.id)))
    return HintTaken(number=upcoming.number, thought=thought.strip(), attempts=honest)


def given(exercise: Exercise, record: LessonRecord) -> tuple[Hint, ...]:
    """The hints that the learner has, oldest first."""
    return exercise.hints[: len(_taken(exercise, record))]


def honest_attempts(attempts: Iterable[AttemptMade]) -> tuple[AttemptMade, ...]:
    """Attempts that tried something: not the starter, and no text that was handed in before."""
    first: dict[str, AttemptMade] = {}
    for made in attempts:
        if made.outcome != "not_attempted":
            first.setdefault(made.digest, made)
    return tuple(first.values())


def answers(text: str) -> bool:
    """Whether a text answers a hint's question: with some words, or with a number."""
    return is_thought(text) or _FIGURE.fullmatch(text) is not None


def is_thought(text: str, least: int = LEAST_WORDS) -> bool:
    """Whether a text is some words, and not one word over and over."""
    words = [word.casefold() for word in text.split() if any(map(str.isalpha, word))]
    if any(letter >= _HIRAGANA for letter in text):  # scripts without blanks between words
        words = [letter for letter in text if letter.isalpha()]
    return len(words) >= least and len(set(words)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Whether the solution may be studied."""

    open: bool
    solved: bool
    """Whether it is open because the exercise is."""
    attempts_needed: int = 0
    """Honest attempts that would open it now, where all hints are taken; 0 otherwise."""


def solution(exercise: Exercise, record: LessonRecord) -> Solution:
    """Whether the solution is open: after success, or after all hints and further attempts.

    A sentence on why (`is_reason`) opens it at any time; `ProgressStore.record_studied` keeps it
    open.
    """
    if record.solved(exercise.id):
        return Solution(open=True, solved=True)
    if exercise.id in record.studied:
        return Solution(open=True, solved=False)
    taken = _taken(exercise, record)
    if len(taken) < len(exercise.hints):
        return Solution(open=False, solved=False)
    honest = len(honest_attempts(record.attempts_at(exercise.id)))
    since = honest - (taken[-1].attempts if taken else 0)
    needed = max(0, MORE_ATTEMPTS - since)
    return Solution(open=needed == 0, solved=False, attempts_needed=needed)


def is_reason(text: str) -> bool:
    """Whether a text is a sentence on why the learner wants to see the solution."""
    return is_thought(text, LEAST_REASON)


def _taken(exercise: Exercise, record: LessonRecord) -> tuple[HintTaken, ...]:
    return tuple(hint for block, hint in record.hints if block == exercise.id)
