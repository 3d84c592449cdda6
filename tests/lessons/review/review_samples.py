"""Items, clocks and histories for the tests of reviews."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from lessons.progress.log import Entry, Happened
from lessons.progress.records import QuizGiven, Reviewed
from lessons.questions.forms import Choice, Choices, Number, WrongNumber
from lessons.review.clock import Clock
from lessons.review.item import Item, ItemKind
from lessons.review.standing import Standings
from lessons.schema import Quiz

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=400)
EAST = timezone(timedelta(hours=9))


class Hands:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now
        self.clock = Clock(lambda: self.now, UTC)

    def go_on(self, days: float) -> None:
        """Let time pass, backwards too."""
        self.now += timedelta(days=days)


def quiz(name: str = "sign", right: str = "downhill", tag: str = "") -> Quiz:
    """A question with two choices, the second one right."""
    wrong = Choice(text="uphill", why="That climbs.", tag=tag)
    good = Choice(text=right, why="Against the gradient.", right=True)
    return Quiz(id=name, ask="Which way?", form=Choices(choices=(wrong, good)))


def number(name: str = "sum", tag: str = "") -> Quiz:
    """A question for the number 10."""
    wrong = (WrongNumber(value=9.0, why="One short.", tag=tag),)
    form = Number(answer=10.0, tolerance=0.01, why="It is 1 / (1 - 0.9).", wrong=wrong)
    return Quiz(id=name, ask="How much?", form=form)


def item(
    name: str = "a",
    lesson: str = "basics/slope",
    *,
    kind: ItemKind = "question",
    met: datetime = LONG_AGO,
) -> Item:
    """An item of a lesson."""
    return Item(
        id=name, lesson=lesson, kind=kind, source=lesson, question=quiz(name), met=met, lead=lesson
    )


def answered(
    block: str, answer: str, *, right: bool, lesson: str, at: datetime = LONG_AGO, tag: str = ""
) -> Happened:
    """An answer in a lesson."""
    given = QuizGiven(answer=answer, right=right, tries=1, tag=tag)
    return Happened(at.isoformat(), lesson, Entry(block, "quiz", given))


def done(lesson: str, at: datetime = LONG_AGO) -> Happened:
    """A finished lesson."""
    return Happened(at.isoformat(), lesson, Entry("", "done", ""))


def reviewed(one: Item, kept: Reviewed, at: datetime = NOON) -> Happened:
    """An entry of the file."""
    return Happened(at.isoformat(), one.lesson, Entry(one.id, "review", kept))


def known(*kept: tuple[Item, Reviewed]) -> Standings:
    """Standings after some reviews."""
    return Standings([reviewed(*one) for one in kept])
