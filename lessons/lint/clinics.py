"""Checks clinics: a lesson's cases exist, and what mends a case is proved as exercises are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, runtime_checkable

from lessons.clinics.case import Case
from lessons.clinics.clinic import Clinic
from lessons.clinics.ward import Ward
from lessons.errors import UnknownName
from lessons.lint.cases import PERFORM, SYMPTOM, check_runs, check_text
from lessons.lint.exercises import check_files
from lessons.lint.findings import Finding, in_lesson
from lessons.lint.proof import Judge, prove
from lessons.schema import Lesson


@runtime_checkable
class Trains(Protocol):
    """A judge that can train as well."""

    def call(self, reference: str, *arguments: object) -> Any:
        """Call a function in a worker. Raises EngineError."""
        ...


SEEDS = 1
"""Of each right answer, and of the runs of a case: they train. Tests of all cases use more."""


def check_clinics(
    lessons: Sequence[Lesson], ward: Ward, judge: Judge | None = None, *, whole: bool = False
) -> Iterator[Finding]:
    """The cases that these lessons name, or with `whole` all that there are.

    Whether right answers are told from wrong ones is seen only with a judge.
    """
    named = _named(lessons)
    for problem in ward.problems:
        if whole or problem.file.parent.name in named:
            yield Finding.of(problem)
    for lesson in lessons:
        yield from check_named(lesson, ward)
    for case in concerned(lessons, ward, whole=whole):
        yield from check_case(case, judge)


def looked_at(case: Case) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What a worker is asked about the runs of a case: a function, and what it is given."""
    for seed in range(case.seed, case.seed + SEEDS):
        yield SYMPTOM, (case.id, seed)
        yield from ((PERFORM, (str(case.folder), trial.key, seed)) for trial in case.trials)


def concerned(lessons: Sequence[Lesson], ward: Ward, *, whole: bool) -> tuple[Case, ...]:
    """The cases that are to be looked at."""
    named = _named(lessons)
    return tuple(case for case in ward.cases if whole or case.id in named)


def _named(lessons: Sequence[Lesson]) -> set[str]:
    return {clinic.case for lesson in lessons for clinic in lesson.of(Clinic)}


def check_named(lesson: Lesson, ward: Ward) -> Iterator[Finding]:
    """Whether the ward has the cases that a lesson names."""
    broken = {problem.file.parent.name for problem in ward.problems}
    for clinic in lesson.of(Clinic):
        try:
            ward.case(clinic.case)
        except UnknownName as error:
            if clinic.case not in broken:  # that is reported where it is broken
                message = f"{clinic.id}: {error.reason}"
                yield in_lesson(lesson, clinic.line, message, error.next_step)


def check_case(case: Case, judge: Judge | None = None) -> Iterator[Finding]:
    """What is wrong with a case, its runs and the code that it is to be mended by."""
    yield from check_text(case)
    if isinstance(judge, Trains):
        yield from check_runs(case, judge.call, SEEDS)
    found = list(check_files(case.exercise))
    yield from found
    if judge is not None and not found:
        yield from prove(case.exercise, judge, SEEDS)
