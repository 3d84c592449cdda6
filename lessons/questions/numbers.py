"""Numbers as people type them, with and without units, and what they are worth."""

from __future__ import annotations

import math
import re

from lessons.errors import BadValue
from lessons.questions.forms import Number
from lessons.questions.graded import Graded
from lessons.questions.units import factors

_FRACTION = re.compile(r"([^/]+)/([^/]+)")
_LONGEST = 60
PER_CENT = "%"


def grade_number(number: Number, given: str) -> Graded:
    """What a typed number is worth. Raises BadValue for what is none."""
    value = read_answer(given, number)
    if _close(value, number.answer, number.reach(number.answer)):
        return Graded(right=True, why=number.why)
    for wrong in number.wrong:
        if _close(value, wrong.value, number.reach(wrong.value)):
            return Graded(right=False, why=wrong.why, tag=wrong.tag)
    side = "small" if value < number.answer else "large"
    said = f"{value:g} {number.unit}: that" if number.unit else f"{value:g}"
    return Graded(right=False, why=f"{said} is too {side}.")


def read_answer(text: str, number: Number) -> float:
    """A typed answer in the unit of the question. Raises BadValue."""
    plain = _plain(text)
    for unit in factors(number):
        written = unit.unit.casefold()
        if written and plain.endswith(written):
            bare = plain[: -len(written)].rstrip()
            if _number(bare) is not None:
                return _finite(read_number(bare) * unit.factor)
    value = read_number(text, number.unit)
    if number.unit == PER_CENT and 0 < abs(value) <= 1:
        step = f"Write {value:g} % or {100 * value:g} %, whichever you mean."
        raise BadValue("answer", "That may be a share, or per cent.", step)
    return value


def read_number(text: str, unit: str = "") -> float:
    """A number as people type it: `10`, `-1e-3`, `1/28`, `10 steps`. Raises BadValue."""
    plain = _plain(text)
    if unit and plain.endswith(unit.casefold()):
        plain = plain[: -len(unit)].rstrip()
    if "," in plain:
        step = "Write 1.5 for one and a half, and 1500 without a separator."
        raise BadValue("answer", "A comma can mean two things in a number.", step)
    number = _number(plain)
    if number is None:
        step = "Type digits, as in 10, 0.25, 1e-3 or 1/3" + (
            f", with or without {unit}." if unit else "."
        )
        raise BadValue("answer", f'"{text.strip()[:_LONGEST]}" is no number.', step)
    return _finite(number)


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise BadValue("answer", "The answer is an ordinary number.", "Type its digits.")
    return number


def _plain(text: str) -> str:
    return text.strip().replace("−", "-").casefold()


def _number(plain: str) -> float | None:
    if len(plain) > _LONGEST:
        return None
    fraction = _FRACTION.fullmatch(plain)
    try:
        return float(fraction[1]) / float(fraction[2]) if fraction else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _close(given: float, value: float, tolerance: float) -> bool:
    # Rounding must not turn an answer on the very edge of the tolerance into a wrong one.
    return math.isclose(given, value, rel_tol=1e-9, abs_tol=tolerance * (1 + 1e-9))
