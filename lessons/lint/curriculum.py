"""Proves the curriculum sound: what can be seen by reading, and what only training shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile

from lessons.catalog import Catalog
from lessons.clinics.ward import Ward, load_ward
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.using import with_references
from lessons.links import parse_link
from lessons.lint.ahead import Ahead, judging_ahead
from lessons.lint.clinics import SEEDS as CASE_SEEDS
from lessons.lint.clinics import check_clinics, concerned, looked_at
from lessons.lint.code import check_code
from lessons.lint.exercises import check_exercises
from lessons.lint.findings import Finding, in_lesson
from lessons.lint.placement import check_placement
from lessons.lint.proof import SEEDS as PROOF_SEEDS
from lessons.lint.proof import Judge, prove_exercises
from lessons.lint.runs import Bench, check_runs
from lessons.lint.tags import check_tags, check_unused, is_ours
from lessons.lint.ways import check_ways
from lessons.lint.workbenches import check_workbenches
from lessons.names import unknown
from lessons.reading.lesson_file import place_of
from lessons.review.mixed import Mixed
from lessons.schema import Lesson, Predict, Prose, Quiz, Run
from lessons.views import VIEWS

_LINK = re.compile(r"\]\((#[^)\s]*)\)")
_LEAST = (
    (Predict, 1, "prediction"),
    (Run, 1, "run block"),
    (Quiz, 3, "question"),
    (Exercise, 1, "exercise"),
)


def lint(
    catalog: Catalog,
    lesson_ids: Sequence[str] = (),
    bench: Bench | None = None,
    begun: Callable[[str], None] = lambda _: None,
) -> Iterator[Finding]:
    """Everything wrong in these lessons, or in all; what needs training only with a bench.

    `begun` is told the id of each lesson as its turn comes. Raises UnknownName for a lesson that
    does not exist.
    """
    lessons = tuple(_chosen(catalog, lesson_ids))
    work = _Work(catalog, lessons, load_ward(), not lesson_ids, begun)
    about = {*lesson_ids, *(lesson_id.partition("/")[0] for lesson_id in lesson_ids)}
    for problem in catalog.problems:
        if work.whole or place_of(problem) in about:
            yield Finding.of(problem)
    if bench is None:
        yield from _findings(work, None, None)
    else:
        with judging_ahead(bench) as judge:
            _begin(work, judge)
            yield from _findings(work, bench, judge)
    if work.ours and not catalog.problems:
        yield from check_unused(work.lessons)
        yield from check_ways(catalog.units)


@dataclass(frozen=True, slots=True)
class _Work:
    catalog: Catalog
    lessons: tuple[Lesson, ...]
    ward: Ward
    whole: bool
    """Whether that is all there are."""
    begun: Callable[[str], None]

    @property
    def ours(self) -> bool:
        """Whether what belongs to no lesson is to be looked at as well."""
        return self.whole and any(map(is_ours, self.lessons))


def _begin(work: _Work, judge: Ahead) -> None:
    """Have answers judged while lessons are trained."""
    for lesson in work.lessons:
        for exercise in lesson.of(Exercise):
            with suppress(TutorError):  # the proof itself says so
                judge.begin(with_references(exercise, work.catalog), PROOF_SEEDS)
    for case in concerned(work.lessons, work.ward, whole=work.ours):
        judge.ask(tuple(looked_at(case)))
        judge.begin(case.exercise, CASE_SEEDS)


def _findings(work: _Work, bench: Bench | None, judge: Judge | None) -> Iterator[Finding]:
    for lesson in work.lessons:
        work.begun(lesson.id)
        yield from check_text(lesson)
        yield from check_tags(lesson)
        yield from check_placement(lesson)
        code = list(check_code(lesson))
        yield from code
        exercises = list(check_exercises(lesson))
        yield from exercises
        if bench is not None:
            yield from check_workbenches(lesson, bench)
        if bench is not None and not code:
            yield from check_runs(lesson, bench)
        if judge is not None and not exercises:
            yield from prove_exercises(lesson, judge, work.catalog)
    yield from check_clinics(work.lessons, work.ward, judge, whole=work.ours)


def check_text(lesson: Lesson) -> Iterator[Finding]:
    """What a lesson has to contain, and where its links lead."""
    if not 5 <= lesson.minutes <= 20:
        yield in_lesson(lesson, 1, "a lesson takes 5 to 20 minutes", "Cut it, or join two.")
    for key, named in (("covers", lesson.covers), ("sources", lesson.sources)):
        if not named:
            yield in_lesson(lesson, 1, f"{key} is empty", "Name at least one.")
    closes_unit = bool(lesson.of(Mixed))
    for kind, least, word in _LEAST:
        found = len(lesson.of(kind))
        if found < least and not (kind is Quiz and closes_unit):
            fix = f"Write at least {least}."
            yield in_lesson(lesson, 1, f"{found} blocks of the type {word}", fix)
    if len(lesson.lab.scenarios) < 2:
        fix = "Add one that differs in what the lesson is about."
        yield in_lesson(lesson, lesson.lab.line, "one scenario shows no contrast", fix)
    for view in lesson.lab.views:
        if view not in VIEWS:
            error = unknown("view", view, VIEWS)
            yield in_lesson(lesson, lesson.lab.line, error.reason, error.next_step)
    yield from _unexplained(lesson)
    yield from _links(lesson)


def _unexplained(lesson: Lesson) -> Iterator[Finding]:
    for place, block in enumerate(lesson.blocks):
        if isinstance(block, Run):
            after = takewhile(
                lambda later: not isinstance(later, Predict | Run), lesson.blocks[place + 1 :]
            )
            if not any(isinstance(later, Prose) for later in after):
                fix = "Say after it what was seen, and why."
                yield in_lesson(lesson, block.line, "these runs are not explained", fix)


def _links(lesson: Lesson) -> Iterator[Finding]:
    for block in lesson.of(Prose):
        for found in _LINK.finditer(block.markdown):
            try:
                parse_link(found[1], lesson.lab)
            except TutorError as error:
                line = block.line + block.markdown.count("\n", 0, found.start())
                yield in_lesson(lesson, line, f"{found[1]}: {error.reason}", error.next_step)


def _chosen(catalog: Catalog, lesson_ids: Sequence[str]) -> list[Lesson]:
    if not lesson_ids:
        return list(catalog.lessons)
    broken = {place_of(problem) for problem in catalog.problems}
    readable = {lesson.id for lesson in catalog.lessons}
    return [catalog.lesson(id_) for id_ in lesson_ids if id_ in readable or id_ not in broken]
