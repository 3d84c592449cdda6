"""Rows for a run that is based on a lesson: its own knobs, and what is changed over its recipe."""

from __future__ import annotations

from collections.abc import Sequence

from engine.playground.changing import Base, add_all
from engine.playground.choices import Choices, Option, Table
from engine.playground.field import Field
from engine.request import Parameters

LESSON = "lesson"


def choices_over(knobs: Sequence[Field], parameters: Parameters) -> Choices:
    """What there is to choose; data, model and loss are the lesson's."""
    table = Table(parameters)
    for field in knobs:
        options = [Option(value=one) for one in field.choices]
        table.add(LESSON, field, options)
    add_all(table, Base(based=True, taken=tuple(field.name for field in knobs)))
    return table.done()
