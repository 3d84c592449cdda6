"""Grades answers to quiz questions: a choice by its number, or a number as people type it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lessons.errors import BadValue
from lessons.schema import Number, Quiz

_FRACTION = re.compile(r"([^/]+)/([^/]+)")
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What an answer is worth."""

    right: bool
    why: str
    """The reason, written for this very answer where the lesson foresees it."""
    tag: str = ""
    """Misconception that the answer betrays; empty where none is known."""


def grade(quiz: Quiz, given: str) -> Graded:
    """Judge an answer: the number of a choice, from 1, or what was typed.

    Raises BadValue for something that is no answer at all; it does not count as a try.
    """
    if quiz.numeric is not None:
        return _grade_number(quiz.numeric, read_number(given, quiz.numeric.unit))
    text = given.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(quiz.choices)):
        step = f"Choose a number from 1 to {len(quiz.choices)}."
        raise BadValue("answer", f'"{text[:_LONGEST]}" is none of the choices.', step)
    choice = quiz.choices[int(text) - 1]
    return Graded(right=choice.right, why=choice.why, tag=choice.tag)


def read_number(text: str, unit: str = "") -> float:
    """A number as people type it: `10`, `-1e-3`, `1/28`, `10 steps`. Raises BadValue."""
    plain = text.strip().replace("−", "-").casefold()
    if unit and plain.endswith(unit.casefold()):
        plain = plain[: -len(unit)].rstrip()
    if "," in plain:
        step = "Write 1.5 for one and a half, and 1500 without a separator."
        raise BadValue("answer", "A comma can mean two things in a number.", step)
    number = _number(plain) if len(plain) <= _LONGEST else None
    if number is None:
        step = "Type digits, as in 10, 0.25, 1e-3 or 1/3" + (
            f", with or without {unit}." if unit else "."
        )
        raise BadValue("answer", f'"{text.strip()[:_LONGEST]}" is no number.', step)
    if not math.isfinite(number):
        raise BadValue("answer", "The answer is an ordinary number.", "Type its digits.")
    return number


def _number(plain: str) -> float | None:
    fraction = _FRACTION.fullmatch(plain)
    try:
        return float(fraction[1]) / float(fraction[2]) if fraction else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _grade_number(number: Number, given: float) -> Graded:
    if _close(given, number.answer, number.tolerance):
        return Graded(right=True, why=number.why)
    for wrong in number.wrong:
        if _close(given, wrong.value, number.tolerance):
            return Graded(right=False, why=wrong.why, tag=wrong.tag)
    side = "small" if given < number.answer else "large"
    return Graded(right=False, why=f"{given:g} is too {side}.")


def _close(given: float, value: float, tolerance: float) -> bool:
    # Rounding must not turn an answer on the very edge of the tolerance into a wrong one.
    return math.isclose(given, value, rel_tol=1e-9, abs_tol=tolerance * (1 + 1e-9))
