"""Two values beside each other, or below each other where there is no room for that."""

from __future__ import annotations

import re

from lessons.checking.verdict import Difference

LABEL = 7
GAP = "  "
TENSOR = re.compile(r"tensor\(((\[+)[^()\n]*)\)")
"""A tensor in one line; its shape is told beside it."""
BREAK = re.compile(r"(\]+), (\[+)")
MOST = 14
"""Rows of a value that are shown."""


def beside(difference: Difference, width: int) -> list[str]:
    """Rows no wider than `width` where the values allow that."""
    room = (width - LABEL - len(GAP)) // 2
    expected, got = rows_of(difference.expected, room), rows_of(difference.got, room)
    shapes = (difference.expected_shape, difference.got_shape)
    if not difference.expected and not any(shapes):  # what is expected is not given away
        return ["yours", *(f"  {row}" for row in got)]
    if max(len(row) for row in (*expected, *got, *shapes)) > room:
        return _below(expected, got, shapes)
    left = max(len(row) for row in (*expected, shapes[0], "expected"))

    def row(label: str, one: str, other: str) -> str:
        return f"{label:{LABEL}}{one:{left}}{GAP}{other}".rstrip()

    rows = [row("", "expected", "got")]
    if any(shapes):
        differ = "" if shapes[0] == shapes[1] else "  (differs)"
        rows.append(row("shape", shapes[0] or "-", (shapes[1] or "-") + differ))
    for number in range(max(len(expected), len(got))):
        label = "" if number else "value"
        one = expected[number] if number < len(expected) else ""
        other = got[number] if number < len(got) else ""
        rows.append(row(label, one, other))
    return rows


def rows_of(value: str, room: int) -> list[str]:
    """The rows of a value, the last ones left out where they are too many."""
    found = TENSOR.fullmatch(value)
    if found is not None and len(value) > room:
        depth = len(found[2])
        value = BREAK.sub(lambda at: f"{at[1]},\n{' ' * (depth - len(at[2]))}{at[2]}", found[1])
    rows = value.splitlines() or [""]
    if len(rows) <= MOST:
        return rows
    return [*rows[:MOST], f"… {len(rows) - MOST} more rows"]


def _below(expected: list[str], got: list[str], shapes: tuple[str, str]) -> list[str]:
    differ = "" if shapes[0] == shapes[1] else "  (differs)"
    return [
        f"expected  {shapes[0]}".rstrip(),
        *(f"  {row}" for row in expected),
        f"got       {shapes[1]}{differ}".rstrip(),
        *(f"  {row}" for row in got),
    ]
