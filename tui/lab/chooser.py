"""What the playground's chooser shows and how a choice moves on, worked out without a screen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.playground import Choices, Option, Row
from engine.request import Value
from tui.figures import written

TELLING = (
    "data.n",
    "data.noise",
    "data.arms",
    "data.condition",
    "model.hidden",
    "model.activation",
    "model.dropout",
    "model.width",
    "model.layers",
    "model.heads",
    "optimizer.lr",
    "optimizer.momentum",
    "optimizer.weight_decay",
    "optimizer.betas",
)
"""Settings that one wants to see at once."""
SHORT = ("init", "augment", "l1", "l2", "zero_grad", "accumulate", "evaluate_every", "epochs")
"""Rows that wait for the key that shows everything."""
TITLED = ("lesson", "tricks", "budget", "looking")
STEPS = 20
"""Clicks from one end of a linear range to the other."""
WIDE = 100.0
"""A range beyond which a number moves by factors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the chooser: the title of a group, or a row."""

    title: str = ""
    row: Row | None = None


def shown(choices: Choices, *, everything: bool) -> tuple[Row, ...]:
    """The rows to show: those that matter, those that were chosen, and what is objected to."""
    return tuple(row for row in choices.rows if everything or _matters(row))


def _matters(row: Row) -> bool:
    name = row.field.name
    if row.chosen or row.objection is not None or name in TELLING:
        return True
    return row.group == "schedule" or ("." not in name and name not in SHORT)


def lines(rows: Sequence[Row]) -> tuple[Line, ...]:
    """The rows, with a title before a group whose first row does not say what it is."""
    found: list[Line] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group in TITLED:
                found.append(Line(title=group))
        found.append(Line(row=row))
    return tuple(found)


def label(row: Row) -> str:
    """What a row is called: a setting without what it is a setting of."""
    return row.field.name.rpartition(".")[2]


def text(value: Value) -> str:
    """A value in as many words as a row has room for."""
    if isinstance(value, str):
        return value.replace(",", ", ") if value[:1].isdigit() else value
    return written(value)


def turned(row: Row, clicks: int) -> Value:
    """The next value of a row in that direction; what makes no sense is passed over."""
    field, value = row.field, row.value
    if field.kind == "toggle":
        return clicks > 0
    if field.kind == "choice":
        fitting = [
            one.value for one in row.options if one.objection is None or not one.objection.stops
        ]
        return _next(fitting or field.choices, str(value), clicks)
    if field.kind == "list":
        return _next((*field.also, *field.choices), str(value), clicks)
    return _number(row, clicks)


def _stops(option: Option) -> bool:
    return option.objection is not None and option.objection.stops


def _next(names: Sequence[str], value: str, clicks: int) -> str:
    if not names:
        return value
    if value not in names:
        return names[0 if clicks > 0 else -1]
    return names[(names.index(value) + clicks) % len(names)]


def _number(row: Row, clicks: int) -> Value:
    """From a word such as `none` into the numbers, and from their lower end back to the word."""
    field, value = row.field, row.value
    if isinstance(value, str):
        return _beginning(row) if clicks > 0 else value
    number = float(value)
    if field.kind == "log":
        moved = _by_factor(number, clicks)
    elif field.kind == "int" and (field.most - max(field.least, 0) > WIDE):
        moved = _whole(number, clicks)
    elif field.kind == "int":
        moved = number + clicks
    else:
        moved = _linear(row, number, clicks)
    if moved < field.least:
        return field.also[0] if field.also and number <= field.least else _typed(row, field.least)
    return _typed(row, min(moved, field.most))


def _typed(row: Row, number: float) -> Value:
    return round(number) if row.field.kind == "int" else number


def _beginning(row: Row) -> Value:
    """The first number behind a word."""
    usual = {"clip": 1.0, "ema": 0.99, "batch_size": 32, "steps": 500, "epochs": 5}
    name = row.field.name
    number = usual.get(name, 0.01 if row.field.kind == "log" else max(row.field.least, 1))
    return _typed(row, min(number, row.field.most))


def _by_factor(number: float, clicks: int) -> float:
    """1, 2, 5, 10, … and back."""
    if number <= 0:
        return 1e-4 if clicks > 0 else number
    place = round(math.log10(number) * 3) + clicks
    return float(f"{(1, 2, 5)[place % 3] * 10.0 ** (place // 3):.3g}")


def _whole(number: float, clicks: int) -> float:
    if number < 1:
        return 1.0 if clicks > 0 else number - 1
    moved = round(_by_factor(number, clicks))
    return 0.0 if number <= 1 and clicks < 0 else float(max(moved, 1))


def _linear(row: Row, number: float, clicks: int) -> float:
    field = row.field
    if field.name.endswith("weight_decay") or field.name in ("l1", "l2"):
        if number <= 1e-4 and clicks < 0:
            return 0.0
        return _by_factor(number, clicks)
    wide = field.most - field.least
    if wide > WIDE:
        return number + clicks * max(1.0, abs(number) / STEPS)
    stride = 10.0 ** math.floor(math.log10(wide / STEPS))
    stride = max(s * stride for s in (1, 2, 5) if s * stride <= wide / STEPS * 1.0001)
    return float(f"{number + clicks * stride:.10g}")
