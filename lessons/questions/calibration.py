"""Whether learners are right as often as they are sure: first answers and settled predictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lessons.progress.log import Happened
from lessons.progress.records import PredictionGiven, QuizGiven, Verdict

ENOUGH = 5
"""Fewer answers say nothing."""
LEVELS = ("guessed", "were unsure", "were fairly sure", "were certain")
_CERTAIN, _GUESS = 4, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Answers of one confidence."""

    confidence: int
    """1 (a guess) to 4 (certain)."""
    right: int
    given: int


def calibration(history: Iterable[Happened], lessons: Sequence[str] = ()) -> tuple[Level, ...]:
    """Right answers by confidence, the levels that were used; of these lessons, or of all.

    `history`: `ProgressStore.history("quiz", "prediction", "verdict")`. Of a question the first
    answer counts: later ones know what was wrong.
    """
    judged: dict[tuple[str, str], tuple[int, bool] | None] = {}
    predicted: dict[tuple[str, str], int | None] = {}
    for happened in history:
        place = (happened.lesson, happened.entry.block)
        if lessons and happened.lesson not in lessons:
            continue
        match happened.entry.content:
            case QuizGiven(confidence=sure, right=right):
                judged.setdefault(place, None if sure is None else (sure, right))
            case PredictionGiven(confidence=sure):
                predicted[place] = sure
            case Verdict(right=bool(right)) if (expected := predicted.get(place)) is not None:
                judged.setdefault(place, (expected, right))
    found = [one for one in judged.values() if one is not None]
    return tuple(
        Level(
            confidence=level,
            right=sum(right for sure, right in found if sure == level),
            given=sum(sure == level for sure, _ in found),
        )
        for level in range(1, len(LEVELS) + 1)
        if any(sure == level for sure, _ in found)
    )


def calibration_line(levels: Sequence[Level]) -> str:
    """Certainty beside what came of it, in a sentence or two; empty where too little is known."""
    if sum(level.given for level in levels) < ENOUGH:
        return ""
    shown = sorted(levels, key=lambda level: -level.confidence)
    ends = [shown[0]] if len(shown) == 1 else [shown[0], shown[-1]]
    first = f"When you {LEVELS[ends[0].confidence - 1]} you were right {_times(ends[0])}"
    rest = "".join(f"; when you {LEVELS[one.confidence - 1]}, {_times(one)}" for one in ends[1:])
    return f"{first}{rest}. {_advice(levels)}".strip()


def _times(level: Level) -> str:
    times = "time" if level.given == 1 else "times"
    return f"{level.right} of {level.given} {times}"


def _advice(levels: Sequence[Level]) -> str:
    for level in levels:
        share = level.right / level.given
        if level.confidence == _CERTAIN and level.given >= ENOUGH and share < 0.7:
            return "What you are certain of is worth a second look."
        if level.confidence == _GUESS and level.given >= ENOUGH and share > 0.8:
            return "You know more than you trust yourself with."
    return ""
