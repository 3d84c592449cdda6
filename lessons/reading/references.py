"""What lessons say about each other and about topics: that it exists, and goes in no circle."""

from __future__ import annotations

from collections.abc import Iterator, Set
from graphlib import CycleError, TopologicalSorter

from lessons.errors import LessonError
from lessons.exercises.exercise import Exercise
from lessons.names import nearest
from lessons.reading.lesson_file import LESSON_FILE
from lessons.schema import Lesson, Unit
from lessons.topics import load_topics


def check_references(units: tuple[Unit, ...], excused: Set[str]) -> list[LessonError]:
    """Everything wrong in `requires` and `covers`; `excused`: ids reported already."""
    lessons = [lesson for unit in units for lesson in unit.lessons]
    known = {lesson.id for lesson in lessons}
    exercises = {f"{lesson.id}#{one.id}" for lesson in lessons for one in lesson.of(Exercise)}
    topics = [topic.id for topic in load_topics()]
    problems: list[LessonError] = []
    for lesson in lessons:
        problems += _unknown(lesson, "requires", lesson.requires, known, excused)
        problems += _unknown(lesson, "covers", lesson.covers, topics, ())
        problems += _unknown(lesson, "uses", _used(lesson, excused), exercises, ())
    return problems + list(_circles(lessons))


def _used(lesson: Lesson, excused: Set[str]) -> tuple[str, ...]:
    """Exercises that those of a lesson build on; without those of lessons reported already."""
    used = (one for exercise in lesson.of(Exercise) for one in exercise.uses)
    return tuple(one.name for one in used if one.lesson not in excused)


def _unknown(
    lesson: Lesson,
    key: str,
    named: tuple[str, ...],
    known: Set[str] | list[str],
    excused: Set[str] | tuple[str, ...],
) -> Iterator[LessonError]:
    for name in named:
        if name not in known and name not in excused:
            near = nearest(name, known)
            fix = f'Did you mean "{near}"?' if near else "Take it out, or correct it."
            yield _error(lesson, key, f'"{name}" does not exist', fix)


def _circles(lessons: list[Lesson]) -> Iterator[LessonError]:
    by_id = {lesson.id: lesson for lesson in lessons}
    graph = {lesson.id: [name for name in lesson.requires if name in by_id] for lesson in lessons}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        message = f"these lessons require each other: {' → '.join(reversed(circle))}"
        fix = "Decide which comes first, and shorten the other's list."
        yield _error(by_id[circle[0]], "requires", message, fix)


def _error(lesson: Lesson, key: str, message: str, fix: str) -> LessonError:
    file = lesson.folder / LESSON_FILE
    lines = file.read_text(encoding="utf-8").splitlines()
    starts = (number for number, line in enumerate(lines, 1) if line.lstrip().startswith(key))
    return LessonError(file, next(starts, 1), key, message, fix)
