"""How figures are written wherever a learner reads them: values, times, sizes."""

from __future__ import annotations

import math

from engine.request import Value

NOTHING = "–"
"""What stands where there is nothing."""
SIZES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def number(value: float) -> str:
    """Four significant digits, as plots write them; what is no number says so."""
    if not math.isfinite(value):
        return str(value)
    return f"{value:.4g}"


def written(value: Value | None) -> str:
    """A setting as the lab writes it."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)


def duration(seconds: float) -> str:
    """How long something took: 0.4 s, 12 s, 3:05, 1:02:33."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def size(count: float) -> str:
    """Bytes in three digits: 812 B, 16 kB, 2.5 MB."""
    for unit, name in SIZES:
        if count >= unit:
            figure = count / unit
            return f"{figure:.1f} {name}" if figure < 9.95 else f"{figure:.0f} {name}"
    return f"{count:.0f} B"
