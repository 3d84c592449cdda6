"""A run as it is listed: what its columns say, and by what they are sorted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from engine.cleaning import made_at
from engine.run_entry import RunEntry, Standing
from lessons.catalog import Catalog
from lessons.report.lesson import scenario_label
from lessons.schema import Lesson
from tui.figures import duration, number, size, written

ColumnName = Literal[
    "when", "lesson", "run", "seed", "status", "steps", "loss", "best", "seconds", "size", "tags"
]
SIGNS: dict[Standing, str] = {
    "finished": "■",
    "stopped": "□",
    "diverged": "!",
    "failed": "✗",
    "running": "●",
    "unfinished": "◌",
}
SIGNS_ASCII: dict[Standing, str] = {
    "finished": "+",
    "stopped": "-",
    "diverged": "!",
    "failed": "x",
    "running": "~",
    "unfinished": "?",
}
PLAYGROUND = "playground"
"""Where runs come from that belong to no lesson."""
MADE_OF = ("data", "model", "optimizer", "lr")
"""Choices that a run of the playground is called by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A run with the words it is shown and found by."""

    entry: RunEntry
    lesson: str
    """Title of its lesson, or where else it comes from."""
    taught: bool
    """Whether there still is a lab for it."""
    label: str
    """Its own name, or its scenario's."""
    scenario: str
    """Label of the scenario."""
    made: datetime | None
    """When, in the time of this place."""

    @property
    def run(self) -> str:
        """Identity."""
        return self.entry.run


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the list."""

    name: ColumnName
    title: str
    text: Callable[[Listed], str]
    key: Callable[[Listed], float | str]
    """What it is sorted by; NaN comes last, whichever way round."""
    width: int
    """Cells; for a `grows` column, the fewest."""
    right: bool = False
    """Whether figures stand at its right edge."""
    grows: bool = False
    """Whether it takes a share of the room that is left."""
    largest_first: bool = False
    """Which way round it is sorted first."""


def listed(
    entries: Iterable[RunEntry], catalog: Catalog, zone: tzinfo | None = None
) -> tuple[Listed, ...]:
    """The runs with their words, in the same order. `zone`: None is that of this place."""
    lessons = {lesson.id: lesson for lesson in catalog.lessons}
    found = []
    for entry in entries:
        origin = entry.info.request.origin
        lesson = lessons.get(origin)
        scenario = scenario_label(lesson, entry) if origin != PLAYGROUND else played(entry)
        made = made_at(entry)
        found.append(
            Listed(
                entry=entry,
                lesson=_title(lesson, entry),
                taught=lesson is not None or origin == PLAYGROUND,
                label=entry.notes.name or scenario,
                scenario=scenario,
                made=made.astimezone(zone) if made else None,
            )
        )
    return tuple(found)


def _title(lesson: Lesson | None, entry: RunEntry) -> str:
    origin = entry.info.request.origin
    if lesson is not None or origin != PLAYGROUND:
        return lesson.title if lesson is not None else origin or entry.info.request.recipe
    return "Playground"


def played(entry: RunEntry) -> str:
    """What a run of the playground is made of, in a few words."""
    asked = entry.info.request
    values = dict((*asked.parameters, *asked.changes))
    told = [written(values[name]) for name in MADE_OF if name in values]
    return " ".join(told) or "as in its lesson"


def when(one: Listed) -> str:
    """`21 Nov 14:02`, or the date alone for another year than this one."""
    if one.made is None:
        return ""
    if one.made.year != datetime.now(one.made.tzinfo).year:
        return f"{one.made:%Y-%m-%d}"
    return f"{one.made.day:2d} {one.made:%b %H:%M}"


def steps(one: Listed) -> str:
    """Updates made; of how many, where it did not come to its end."""
    entry = one.entry
    if entry.planned > entry.steps:
        return f"{entry.steps}/{entry.planned}"
    return str(entry.steps)


def loss(one: Listed) -> str:
    """The last training loss."""
    return number(one.entry.final_loss) if one.entry.steps else "–"


def best(one: Listed) -> str:
    """The lowest loss; `v` says that it is of the validation split."""
    found = one.entry.best
    if found is None:
        return "–"
    return f"{number(found.loss)}{' v' if found.split == 'validation' else '  '}"


def tags(one: Listed) -> str:
    """`pinned`, and tags as they are found: `#keep #report`."""
    pinned = ("pinned",) if one.entry.notes.pinned else ()
    return " ".join((*pinned, *(f"#{tag}" for tag in one.entry.notes.tags)))


def settings(one: Listed) -> str:
    """`lr 0.1   momentum 0.9`."""
    pairs = one.entry.info.request.parameters
    return "   ".join(f"{name} {written(value)}" for name, value in pairs)


def _best_key(one: Listed) -> float:
    return one.entry.best.loss if one.entry.best else math.nan


COLUMNS: tuple[Column, ...] = (
    Column(
        name="when",
        title="when",
        text=when,
        key=lambda one: one.entry.run,
        width=12,
        largest_first=True,
    ),
    Column(
        name="lesson",
        title="lesson",
        text=lambda one: one.lesson,
        key=lambda one: one.lesson.casefold(),
        width=12,
        grows=True,
    ),
    Column(
        name="run",
        title="run",
        text=lambda one: one.label,
        key=lambda one: one.label.casefold(),
        width=14,
        grows=True,
    ),
    Column(
        name="seed",
        title="seed",
        text=lambda one: str(one.entry.info.request.seed),
        key=lambda one: float(one.entry.info.request.seed),
        width=4,
        right=True,
    ),
    Column(
        name="status",
        title="status",
        text=lambda one: one.entry.status,
        key=lambda one: one.entry.status,
        width=10,
    ),
    Column(
        name="steps",
        title="steps",
        text=steps,
        key=lambda one: float(one.entry.steps),
        width=9,
        right=True,
        largest_first=True,
    ),
    Column(
        name="loss",
        title="loss",
        text=loss,
        key=lambda one: one.entry.final_loss,
        width=8,
        right=True,
    ),
    Column(name="best", title="best  ", text=best, key=_best_key, width=10, right=True),
    Column(
        name="seconds",
        title="time",
        text=lambda one: duration(one.entry.seconds),
        key=lambda one: one.entry.seconds,
        width=7,
        right=True,
        largest_first=True,
    ),
    Column(
        name="size",
        title="size",
        text=lambda one: size(one.entry.size),
        key=lambda one: float(one.entry.size),
        width=7,
        right=True,
        largest_first=True,
    ),
    Column(
        name="tags",
        title="tags",
        text=tags,
        key=lambda one: tags(one) or "\U0010ffff",
        width=8,
        grows=True,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
