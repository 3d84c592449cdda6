"""From a judgement to what is recorded of it, and how far that is, in a sentence."""

from __future__ import annotations

from lessons.checking.verdict import Judgement
from lessons.exercises.text_file import digest
from lessons.progress.records import AttemptMade, LessonRecord


def attempt_of(judgement: Judgement, text: str) -> AttemptMade:
    """What is kept of a text that was judged."""
    return AttemptMade(
        outcome=judgement.outcome,
        passed=sum(check.passed is True for check in judgement.checks),
        checks=len(judgement.checks),
        digest=digest(text),
        tags=judgement.tags,
    )


def state_of(exercise: str, record: LessonRecord) -> str:
    """How far the learner is with an exercise; empty where nothing was handed in."""
    if record.solved(exercise):
        return "Solved."
    studied = exercise in record.studied
    attempts = record.attempts_at(exercise)
    if not attempts:
        return "You have studied its solution." if studied else ""
    latest = attempts[-1]
    match latest.outcome:
        case "not_attempted":
            said = "Begun."
        case "over_limit":
            said = "The last check was stopped at a limit."
        case _ if not latest.checks:
            said = "The last time, the file could not be run."
        case _:
            said = f"{latest.passed} of {latest.checks} checks hold."
    return f"{said} You have studied its solution." if studied else said
