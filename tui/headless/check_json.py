"""A judgement as JSON. The keys are a promise: scripts read them."""

from __future__ import annotations

from typing import Any

import msgspec

from lessons.checking.verdict import Checked, Difference, Explained, Judgement
from lessons.exercises.exercise import Exercise
from lessons.schema import Lesson


def judgement_line(lesson: Lesson, exercise: Exercise, file: str, judgement: Judgement) -> str:
    """One object on one line."""
    fields = {
        "lesson": lesson.id,
        "exercise": exercise.id,
        "kind": exercise.kind,
        "file": file,
        "outcome": judgement.outcome,
        "passed": sum(check.passed is True for check in judgement.checks),
        "message": judgement.message,
        "checks": [_check(check) for check in judgement.checks],
        "error": _error(judgement.error),
        "over": judgement.over or None,
        "output": judgement.output,
        "tags": judgement.tags,
        "seconds": judgement.seconds,
        "seed": judgement.seed,
    }
    return msgspec.json.encode(fields).decode() + "\n"


def _check(check: Checked) -> dict[str, Any]:
    return {
        "tests": check.tests,
        "why": check.why,
        "passed": check.passed,
        "message": check.message,
        "tag": check.tag or None,
        "difference": _difference(check.difference),
        "error": _error(check.error),
    }


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "expected": difference.expected,
        "got": difference.got,
        "expected_shape": difference.expected_shape or None,
        "got_shape": difference.got_shape or None,
        "first": difference.first,
    }


def _error(error: Explained | None) -> dict[str, Any] | None:
    if error is None:
        return None
    return {
        "original": error.original,
        "title": error.title,
        "words": error.words,
        "line": error.line,
        "traceback": error.traceback,
    }
