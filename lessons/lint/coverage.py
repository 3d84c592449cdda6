"""Which topics are taught, and by what: prose, runs, and things that can be answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lessons.clinics.case import Case
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.schema import Lesson, Predict, Prose, Quiz, Run
from lessons.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What teaches one topic."""

    topic: Topic
    lessons: tuple[str, ...]
    """Ids of the lessons that say so."""
    cases: tuple[str, ...]
    """Ids of the clinics that do."""
    prose: bool
    """Whether there is something to read about it."""
    lab: bool
    """Whether there is something to run."""
    questions: int
    """Predictions and questions, those of reviews among them."""
    exercises: int
    """Exercises and clinics."""

    @property
    def taught(self) -> bool:
        """Whether anything says that it teaches it."""
        return bool(self.lessons or self.cases)

    @property
    def checkable(self) -> bool:
        """Whether the learner can find out that they have understood it."""
        return bool(self.questions or self.exercises)


def coverage(
    topics: Iterable[Topic], lessons: Iterable[Lesson], cases: Iterable[Case]
) -> tuple[Covered, ...]:
    """Every topic, in order. A lesson that covers several counts with all it has for each."""
    lessons, cases = tuple(lessons), tuple(cases)
    return tuple(_covered(topic, lessons, cases) for topic in topics)


def _covered(topic: Topic, lessons: tuple[Lesson, ...], cases: tuple[Case, ...]) -> Covered:
    teaching = [lesson for lesson in lessons if topic.id in lesson.covers]
    shown = [case for case in cases if topic.id in case.covers]
    asked = (Predict, Quiz)
    done = (Exercise, Clinic)
    return Covered(
        topic=topic,
        lessons=tuple(lesson.id for lesson in teaching),
        cases=tuple(case.id for case in shown),
        prose=any(lesson.of(Prose) for lesson in teaching),
        lab=bool(shown) or any(lesson.of(Run) for lesson in teaching),
        questions=sum(_count(lesson, asked) + len(lesson.reviews) for lesson in teaching),
        exercises=sum(_count(lesson, done) for lesson in teaching) + len(shown),
    )


def _count(lesson: Lesson, kinds: tuple[type, ...]) -> int:
    return sum(isinstance(block, kinds) for block in lesson.blocks)
