"""Misconceptions: what answers of different lessons betray together, and what is said about it.

A wrong answer may be a slip. Only where the same misunderstanding shows in so many different
questions or exercises as its threshold says, one explanation is given, once: under the answer
that made it plain. The same mistake made again in the same place counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lessons.names import unknown
from lessons.progress.log import Happened
from lessons.progress.records import AttemptMade, QuizGiven
from lessons.reading.shapes import MisconceptionShape
from lessons.reading.table import Table

MISCONCEPTIONS_FILE = Path(__file__).parents[1] / "misconceptions.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """Something that learners believe and that is not so."""

    tag: str
    title: str
    """What is believed, in a few words."""
    text: str
    """How it is instead, and where it is taught."""
    threshold: int
    """In how many different places it has to show before it is spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A misconception showed in a place where it had not shown before."""

    tag: str
    lesson: str
    block: str
    at: str
    """ISO 8601, UTC."""
    count: int
    """In how many places it has shown by then, this one included."""


@cache
def load_misconceptions(file: Path = MISCONCEPTIONS_FILE) -> tuple[Misconception, ...]:
    """All of them, read once. Raises LessonError where the file is malformed."""
    table = Table.read(file, 1, file.read_text(encoding="utf-8"))
    found = []
    for tag in table.keys:
        shape = table.shaped(MisconceptionShape, tag)
        found.append(
            Misconception(
                tag=tag,
                title=shape.title,
                text=" ".join(shape.text.split()),
                threshold=shape.threshold,
            )
        )
    return tuple(found)


def misconception(tag: str) -> Misconception:
    """The misconception with that tag. Raises UnknownName."""
    known = load_misconceptions()
    for one in known:
        if one.tag == tag:
            return one
    raise unknown("misconception", tag, (one.tag for one in known))


def shown(history: Iterable[Happened]) -> Iterator[Shown]:
    """Every first time that a misconception showed in a place, oldest first.

    `history` holds answers and attempts: `ProgressStore.history("quiz", "attempt")`.
    """
    places: set[tuple[str, str, str]] = set()
    counts: dict[str, int] = {}
    for happened in history:
        block = happened.entry.block
        for tag in _tags(happened):
            place = (tag, happened.lesson, block)
            if place in places:
                continue
            places.add(place)
            counts[tag] = counts.get(tag, 0) + 1
            yield Shown(
                tag=tag,
                lesson=happened.lesson,
                block=block,
                at=happened.at,
                count=counts[tag],
            )


def plain(history: Iterable[Happened]) -> tuple[Misconception, ...]:
    """Misconceptions that have shown often enough to be spoken of, in the order they became so."""
    return tuple(one for one, _ in _crossings(history))


def explanation_at(history: Iterable[Happened], lesson: str, block: str) -> str:
    """What is said once, under the answer that made a misconception plain; empty elsewhere."""
    found = (
        one for one, where in _crossings(history) if (where.lesson, where.block) == (lesson, block)
    )
    told = next(found, None)
    return "" if told is None else told.text


def _crossings(history: Iterable[Happened]) -> Iterator[tuple[Misconception, Shown]]:
    known = {one.tag: one for one in load_misconceptions()}
    for one in shown(history):
        believed = known.get(one.tag)  # a lesson from elsewhere may use tags that nobody explains
        if believed is not None and one.count == believed.threshold:
            yield believed, one


def _tags(happened: Happened) -> tuple[str, ...]:
    match happened.entry.content:
        case QuizGiven(tag=tag) if tag:
            return (tag,)
        case AttemptMade(tags=tags):
            return tags
    return ()
