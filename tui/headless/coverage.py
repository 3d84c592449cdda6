"""`tutor lint --coverage`: which topics are taught, and by what."""

from __future__ import annotations

import sys
from itertools import groupby

import msgspec

from lessons.catalog import load_catalog
from lessons.clinics.ward import load_ward
from lessons.lint.coverage import Covered, coverage
from lessons.topics import load_topics

WIDEST = 44
"""Cells of a title."""


def print_coverage(*, as_json: bool) -> int:
    """Print a line for every topic, under its module; returns the exit status."""
    found = coverage(load_topics(), load_catalog().lessons, load_ward().cases)
    lines = map(line_of, found) if as_json else table(found)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def line_of(covered: Covered) -> str:
    """One object; its keys are a promise."""
    return msgspec.json.encode(
        {
            "topic": covered.topic.id,
            "title": covered.topic.title,
            "module": covered.topic.module,
            "lessons": covered.lessons,
            "clinics": covered.cases,
            "prose": covered.prose,
            "lab": covered.lab,
            "questions": covered.questions,
            "exercises": covered.exercises,
        }
    ).decode()


def table(found: tuple[Covered, ...]) -> list[str]:
    """Modules with how much of them is taught, their topics below, all of it at the end."""
    lines = []
    for module, group in groupby(found, key=lambda covered: covered.topic.module):
        topics = list(group)
        lines += [f"{module}: {share(topics)}", *map(row, topics), ""]
    return [*lines, f"All: {share(list(found))}"]


def share(topics: list[Covered]) -> str:
    """How many are taught, and how many of those can be run and answered."""
    taught = sum(covered.taught for covered in topics)
    lab = sum(covered.lab for covered in topics)
    checkable = sum(covered.checkable for covered in topics)
    return f"{taught} of {len(topics)} topics taught, {lab} with runs, {checkable} checkable"


def row(covered: Covered) -> str:
    """A topic, and what teaches it."""
    title = covered.topic.title
    title = title if len(title) <= WIDEST else f"{title[: WIDEST - 1]}…"
    what = [word for word, there in (("prose", covered.prose), ("runs", covered.lab)) if there]
    counted = ((covered.questions, "asked"), (covered.exercises, "to be written"))
    what += [f"{number} {noun}" for number, noun in counted if number]
    by = " ".join((*covered.lessons, *(f"clinics/{case}" for case in covered.cases)))
    said = f"{', '.join(what)}  [{by}]" if covered.taught else "-"
    return f"  {covered.topic.id:6} {title:{WIDEST}} {said}"
