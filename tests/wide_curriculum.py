"""A curriculum as large as it may become: 25 units of 8 lessons, made of one small lesson."""

from __future__ import annotations

from dataclasses import replace

from lessons.catalog import Catalog
from lessons.questions.forms import Choice, Choices, Number
from lessons.schema import Lesson, Quiz, Unit

UNITS, LESSONS = 25, 8
RIGHT, WRONG = "1", "2"


def question(name: str) -> Quiz:
    """Its first choice is right."""
    choices = (Choice(text="this", why="Yes.", right=True), Choice(text="that", why="No."))
    return Quiz(id=name, ask="Which?", form=Choices(choices=choices))


def number(name: str) -> Quiz:
    """A number, 3."""
    return Quiz(id=name, ask="How many?", form=Number(answer=3.0, why="Three."))


def wide_catalog(like: Lesson, units: int = UNITS, lessons: int = LESSONS) -> Catalog:
    """Each unit rests on the one before it; in a unit a lesson rests on the one before it, but for
    the sixth, which rests on the second."""
    return Catalog(
        units=tuple(
            Unit(
                id=f"unit{unit}",
                title=f"Unit number {unit}",
                aim="Know it.",
                lessons=tuple(_lesson(like, unit, place) for place in range(lessons)),
            )
            for unit in range(units)
        )
    )


def _lesson(like: Lesson, unit: int, place: int) -> Lesson:
    requires = (f"unit{unit}/l{1 if place == 5 else place - 1}",) if place else ()
    if not place and unit:
        requires = (f"unit{unit - 1}/l4",)
    return replace(
        like,
        id=f"unit{unit}/l{place}",
        title=f"Lesson {unit}.{place}",
        requires=requires,
        blocks=(question("q"), number("n")),
        reviews=(question("r"),),
    )
