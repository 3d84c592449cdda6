"""Which runs are listed, in which order: what is typed into the filter, and the sorted column."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.run_entry import STANDINGS
from lessons.errors import BadValue
from lessons.knobs import written
from lessons.names import unknown
from tui.runs.listed import BY_NAME, ColumnName, Listed, tags

FIELDS = ("lesson", "status", "tag", "seed", "run")
"""Words in front of a colon that look in one place only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is to show."""

    text: str = ""
    """Words that all have to be found: `momentum status:finished #keep lr=0.1`."""
    column: ColumnName = "when"
    turned: bool = False
    """Whether the column is sorted the other way round than it is at first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A word for the filter, and how many runs it finds."""

    word: str
    label: str
    runs: int


def arranged(runs: Iterable[Listed], wanted: Wanted) -> tuple[Listed, ...]:
    """The runs that are found, in order; runs that are equal in it are newest first."""
    words = wanted.text.casefold().split()
    found = [one for one in runs if all(matches(one, word) for word in words)]
    column = BY_NAME[wanted.column]
    found.sort(key=lambda one: one.run, reverse=True)
    told = [one for one in found if not _missing(column.key(one))]
    rest = [one for one in found if _missing(column.key(one))]
    told.sort(key=column.key, reverse=column.largest_first != wanted.turned)
    return (*told, *rest)


def matches(one: Listed, word: str) -> bool:
    """Whether a word, in small letters, is found in a run. `-word`: whether it is not."""
    if len(word) > 1 and word.startswith("-"):
        return not matches(one, word[1:])
    if word.startswith("#"):
        return _in_tags(one, word[1:])
    field, colon, value = word.partition(":")
    if colon and field in FIELDS:
        return _in_field(one, field, value)
    name, equals, value = word.partition("=")
    if equals:
        return _in_settings(one, name, value)
    return word in haystack(one)


def haystack(one: Listed) -> str:
    """Everything that a bare word is looked for in."""
    asked = one.entry.info.request
    parts = (one.lesson, asked.origin, one.label, one.scenario, asked.name, one.entry.status)
    return " ".join((*parts, one.run, tags(one), one.entry.notes.note)).casefold()


def offers(runs: Sequence[Listed]) -> tuple[Offer, ...]:
    """Words that find some of these runs: how they ended, their lessons, their tags."""
    ended = Counter(one.entry.status for one in runs)
    lessons = Counter((one.entry.info.request.origin, one.lesson) for one in runs)
    tagged = Counter(tag for one in runs for tag in one.entry.notes.tags)
    return (
        *(Offer(f"status:{name}", name, ended[name]) for name in STANDINGS if ended[name]),
        *(Offer(f"lesson:{key}", title, count) for (key, title), count in sorted(lessons.items())),
        *(Offer(f"#{tag}", f"#{tag}", count) for tag, count in sorted(tagged.items())),
    )


def shortened(asked: str, runs: Iterable[str]) -> str:
    """The run that a unique beginning names, or a unique end. Raises UnknownName or BadValue."""
    known = tuple(runs)
    if asked in known:
        return asked
    found = [run for run in known if run.startswith(asked)] if asked else []
    found = found or ([run for run in known if run.endswith(asked)] if asked else [])
    if len(found) == 1:
        return found[0]
    if found:
        some = ", ".join(found[:3])
        raise BadValue("RUN", f'"{asked}" begins {len(found)} runs.', f"Say more of it: {some} …")
    raise unknown("run", asked, known)


def _missing(key: float | str) -> bool:
    return isinstance(key, float) and math.isnan(key)


def _in_tags(one: Listed, part: str) -> bool:
    return any(tag.startswith(part) for tag in one.entry.notes.tags)


def _in_field(one: Listed, field: str, value: str) -> bool:
    asked = one.entry.info.request
    match field:
        case "lesson":
            return value in one.lesson.casefold() or value in asked.origin.casefold()
        case "status":
            return one.entry.status.startswith(value)
        case "seed":
            return str(asked.seed) == value
        case "run":
            return value in one.label.casefold() or value in one.run
        case _:
            return _in_tags(one, value)


def _in_settings(one: Listed, name: str, value: str) -> bool:
    pairs = one.entry.info.request.parameters
    return any(
        key.casefold().startswith(name) and written(setting).casefold().startswith(value)
        for key, setting in pairs
    )
