"""What a report tells of exercises, clinics and questions."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.progress.records import AttemptMade, LessonRecord
from lessons.schema import Lesson, Quiz


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """An exercise that was tried, or helped with."""

    block: str
    title: str
    """Its id where the exercise is gone."""
    attempts: int
    """Different files that were handed in and said something."""
    solved: bool
    best: str
    """Checks that passed in the best attempt, `3 of 5`; empty without any."""
    hints: int
    thoughts: tuple[str, ...]
    """What the learner wrote before each hint."""
    studied: bool
    """Whether the solution was looked at before it was solved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """A clinic that was begun."""

    block: str
    ask: str
    named: bool
    """Whether the fault was named."""
    guesses: int
    """Faults that were named, until the right one."""
    tested: int
    """Trials that were made."""
    mended: bool
    runs: tuple[str, ...]
    """Ids of the runs that came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question that was answered."""

    block: str
    ask: str
    """Empty where the question is gone."""
    right: bool
    tries: int
    confidence: int | None
    """1 (a guess) to 4 (certain); None where it was not said."""


def practised(lesson: Lesson | None, record: LessonRecord) -> tuple[Practised, ...]:
    """Every exercise in which something was done, in the order of the lesson; then those gone."""
    exercises = {one.id: one.title for one in lesson.of(Exercise)} if lesson else {}
    begun = dict.fromkeys(
        [
            *(block for block, _ in record.attempts),
            *(block for block, _ in record.hints),
            *record.studied,
        ]
    )
    ordered = [*(one for one in exercises if one in begun), *(begun.keys() - exercises.keys())]
    return tuple(_practised(block, exercises.get(block, block), record) for block in ordered)


def _practised(block: str, title: str, record: LessonRecord) -> Practised:
    honest = [one for one in record.attempts_at(block) if one.outcome != "not_attempted"]
    hints = {taken.number: taken.thought for exercise, taken in record.hints if exercise == block}
    return Practised(
        block=block,
        title=title,
        attempts=len({one.digest for one in honest}),
        solved=record.solved(block),
        best=_best(honest),
        hints=len(hints),
        thoughts=tuple(hints[number] for number in sorted(hints) if hints[number].strip()),
        studied=block in record.studied,
    )


def _best(attempts: list[AttemptMade]) -> str:
    best = max(attempts, key=lambda one: (one.outcome == "passed", one.passed), default=None)
    return f"{best.passed} of {best.checks}" if best is not None and best.checks else ""


def treated(lesson: Lesson | None, record: LessonRecord) -> tuple[Treated, ...]:
    """Every clinic that was begun, in the order of the lesson; then those that are gone."""
    asks = {one.id: one.ask for one in lesson.of(Clinic)} if lesson else {}
    begun = dict.fromkeys(block for block, _ in record.clinics)
    ordered = [*(one for one in asks if one in begun), *(one for one in begun if one not in asks)]
    return tuple(_treated(block, asks.get(block, ""), record) for block in ordered)


def _treated(block: str, ask: str, record: LessonRecord) -> Treated:
    steps = record.clinic(block)
    named = [step.right for step in steps if step.stage == "fault"]
    return Treated(
        block=block,
        ask=ask,
        named=any(named),
        guesses=named.index(True) + 1 if True in named else len(named),
        tested=sum(step.stage == "test" for step in steps),
        mended=any(step.right for step in steps if step.stage == "mend"),
        runs=tuple(dict.fromkeys(step.run for step in steps if step.run)),
    )


def answered(lesson: Lesson | None, record: LessonRecord) -> tuple[Answered, ...]:
    """Every question that was answered and is still asked, in the order of the lesson."""
    given = dict(record.quizzes)
    return tuple(
        Answered(
            block=quiz.id,
            ask=quiz.ask,
            right=given[quiz.id].right,
            tries=given[quiz.id].tries,
            confidence=given[quiz.id].confidence,
        )
        for quiz in (lesson.of(Quiz) if lesson else ())
        if quiz.id in given
    )
