"""Finds the answers that an exercise builds on: the learner's own, or an author's references."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lessons.catalog import Catalog
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise, Used
from lessons.exercises.folder import read_reference
from lessons.exercises.text_file import digest
from lessons.exercises.workspace import Workspace
from lessons.names import unknown
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson

Find = Callable[[Lesson, Exercise], str]
"""The answer to an exercise of a lesson."""


def with_references(exercise: Exercise, catalog: Catalog) -> Exercise:
    """The exercise with the references of those that it builds on: what lint proves it with.

    Raises UnknownName for one that does not exist, LessonError where a reference is missing.
    """
    return _filled(exercise, catalog, lambda _, used: read_reference(used).source)


def with_own_answers(exercise: Exercise, catalog: Catalog, store: ProgressStore) -> Exercise:
    """The exercise with the learner's own answers to those that it builds on.

    Raises TutorError where one has not passed, or was changed since.
    """

    def own(lesson: Lesson, used: Exercise) -> str:
        passed = [
            made.digest
            for made in store.lesson(lesson.id).attempts_at(used.id)
            if made.outcome == "passed"
        ]
        if not passed:
            raise TutorError(
                "This one builds on your own code",
                f"It imports your answer to “{used.title}”, which has not passed yet.",
                f"Write it first: “{lesson.title}”, or `tutor check {lesson.id}:{used.id}`.",
            )
        text = Workspace().open(lesson.id, used).text
        if digest(text) not in passed:
            raise TutorError(
                "This one builds on your own code",
                f"Your answer to “{used.title}” was changed after it had passed.",
                f"Check it again: “{lesson.title}”, or `tutor check {lesson.id}:{used.id}`.",
            )
        return text

    return _filled(exercise, catalog, own)


def find_used(used: Used, catalog: Catalog) -> tuple[Lesson, Exercise]:
    """The exercise that is meant, with its lesson. Raises UnknownName."""
    lesson = catalog.lesson(used.lesson)
    for exercise in lesson.of(Exercise):
        if exercise.id == used.exercise:
            return lesson, exercise
    raise unknown("exercise", used.exercise, (one.id for one in lesson.of(Exercise)))


def _filled(exercise: Exercise, catalog: Catalog, find: Find) -> Exercise:
    if not exercise.uses:
        return exercise
    uses = (replace(used, source=find(*find_used(used, catalog))) for used in exercise.uses)
    return replace(exercise, uses=tuple(uses))
