"""Compares what somebody expects a program to print with what it prints.

Blanks count only where they part two words. A tensor is one line, however it is broken. Numbers
are compared by value, with the precision that is printed; three figures are enough. Whether the
numbers of a tensor carry a point is its dtype, so there it counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

FIGURES = 3
"""Figures that are enough where more are printed."""

Differs = Literal["missing", "surplus", "number", "point", "shape", "text"]

_TENSOR = "tensor("
_TOKEN = re.compile(
    r"(?P<number>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![0-9A-Za-z_]))"
    r"|(?P<word>[^\W\d_][\w]*|_\w*|[0-9]\w*)|(?P<sign>\S)"
)


@dataclass(frozen=True, slots=True)
class LineDiffers:
    """The first line at which two outputs part."""

    line: int
    """From 0; a tensor is one line."""
    kind: Differs
    expected: str
    """Empty where too much was typed."""
    got: str
    """Empty where too little was typed."""


def printed_lines(output: str) -> tuple[str, ...]:
    """The lines of an output, blank ones at both ends left out, each tensor as one line."""
    lines = [line.rstrip() for line in output.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    joined: list[str] = []
    for line in lines:
        if joined and _is_open(joined[-1]):
            joined[-1] = f"{joined[-1]} {line.strip()}".rstrip()
        else:
            joined.append(line)
    return tuple(joined)


def first_difference(real: str, typed: str) -> LineDiffers | None:
    """Where what was typed first differs from what is printed; None where it does not."""
    # A minus as books and our lessons print it is as good as the one on the keyboard.
    expected, got = printed_lines(real), printed_lines(typed.replace("\N{MINUS SIGN}", "-"))
    for place, line in enumerate(expected):
        if place >= len(got):
            return LineDiffers(place, "missing", line, "")
        kind = _differs(line, got[place])
        if kind is not None:
            return LineDiffers(place, kind, line, got[place])
    if len(got) > len(expected):
        return LineDiffers(len(expected), "surplus", "", got[len(expected)])
    return None


def _is_open(line: str) -> bool:
    """Whether a tensor begins in a line and does not end in it."""
    start = line.find(_TENSOR)
    return start >= 0 and line.count("(", start) > line.count(")", start)


def _differs(expected: str, got: str) -> Differs | None:
    wanted, typed = list(_TOKEN.finditer(expected)), list(_TOKEN.finditer(got))
    in_tensor = _TENSOR in expected
    if _form(wanted) != _form(typed):
        if in_tensor and _TENSOR in got and _words(wanted) == _words(typed):
            return "shape"
        return "text"
    numbers = [
        (one[0], other[0]) for one, other in zip(wanted, typed, strict=True) if one["number"]
    ]
    if not all(_same_number(*pair) for pair in numbers):
        return "number"
    if in_tensor and any(_has_point(one) != _has_point(other) for one, other in numbers):
        return "point"
    return None


def _form(tokens: list[re.Match[str]]) -> list[str]:
    return ["0" if token["number"] else token[0] for token in tokens]


def _words(tokens: list[re.Match[str]]) -> list[str]:
    return [token[0] for token in tokens if token["word"]]


def _has_point(number: str) -> bool:
    return any(sign in number for sign in ".eE")


def _same_number(printed: str, typed: str) -> bool:
    try:
        one, other = Decimal(printed), Decimal(typed)
    except InvalidOperation:
        return printed == typed
    if not _has_point(printed):
        return one == other
    coarsest = _unit(printed)
    if len(other.as_tuple().digits) >= FIGURES:
        coarsest = max(coarsest, _unit(typed))
    return abs(one - other) <= coarsest / 2


def _unit(number: str) -> Decimal:
    """One in the last place that is written."""
    mantissa, _, exponent = number.lower().partition("e")
    places = len(mantissa.partition(".")[2])
    return Decimal(1).scaleb(int(exponent or 0) - places)
