"""Units that answers may be written in: `0.5 s` is `500 ms`, `50 %` is a half."""

from __future__ import annotations

from collections.abc import Iterable

from lessons.questions.forms import Number, UnitFactor

_FAMILIES: tuple[tuple[tuple[str, float], ...], ...] = (
    (
        ("ns", 1e-9),
        ("µs", 1e-6),
        ("us", 1e-6),
        ("ms", 1e-3),
        ("s", 1.0),
        ("sec", 1.0),
        ("second", 1.0),
        ("seconds", 1.0),
        ("min", 60.0),
        ("minutes", 60.0),
        ("h", 3600.0),
        ("hours", 3600.0),
    ),
    (
        ("B", 1.0),
        ("byte", 1.0),
        ("bytes", 1.0),
        ("kB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("KiB", 1024.0),
        ("MiB", 1024.0**2),
        ("GiB", 1024.0**3),
    ),
    (("", 1.0), ("%", 0.01), ("per cent", 0.01), ("percent", 0.01)),
)


def factors(number: Number) -> tuple[UnitFactor, ...]:
    """Everything that may stand behind an answer, the longest first; nothing counts as its unit."""
    known = [UnitFactor(unit=number.unit, factor=1.0), *number.units, *_family(number.unit)]
    if number.unit:
        known += _singular(number.unit)
    first = {unit.unit.casefold(): unit for unit in reversed(known)}
    return tuple(sorted(first.values(), key=lambda unit: -len(unit.unit)))


def _family(unit: str) -> Iterable[UnitFactor]:
    for family in _FAMILIES:
        own = dict(family).get(unit)
        if own is not None:
            return [
                UnitFactor(unit=other, factor=factor / own) for other, factor in family if other
            ]
    return ()


def _singular(unit: str) -> Iterable[UnitFactor]:
    """`1 step` where the answer is in steps, and the other way round."""
    other = unit[:-1] if unit.endswith("s") else f"{unit}s"
    return [UnitFactor(unit=other, factor=1.0)] if len(unit) > 3 and unit.isalpha() else []
