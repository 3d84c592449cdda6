"""Curves drawn before a run: how they are kept, and how their shape compares with what came.

A sketch is kept as text, one value for each column of the paper: `2.5,1.8,…`. The run's curve is
summed up in as many columns by the median of each, so that both can be laid on each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from lessons.errors import BadValue
from lessons.questions.forms import Metric, Sketch
from lessons.questions.run_curves import RunCurve, read_curve

Values = tuple[float, ...]

NOTICED = 0.15
"""Share of the paper's height that counts as a difference in shape."""


def levels(sketch: Sketch) -> Values:
    """What the rows of the paper are worth, from the lowest up."""
    shares = [row / (sketch.rows - 1) for row in range(sketch.rows)]
    return tuple(_value(sketch, share) for share in shares)


def write_values(values: Sequence[float]) -> str:
    """A curve as it is kept."""
    return ",".join(f"{value:.6g}" for value in values)


def read_values(text: str) -> Values:
    """A curve that was kept; empty where it is none. Columns without a number are NaN."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()


def read_sketch(text: str, sketch: Sketch) -> str:
    """A sketch as people type it, a few values from the start to the end. Raises BadValue."""
    parts = text.replace(",", " ").split()
    try:
        typed = [float(part) for part in parts]
    except ValueError:
        typed = []
    if len(typed) < 2 or not all(map(math.isfinite, typed)):
        step = "Give two values or more, in their order, as in 2.3 0.8 0.4."
        raise BadValue("sketch", "These are no values of a curve.", step)
    held = [min(max(value, sketch.low), sketch.high) for value in typed]
    return write_values(_stretched(sketch, held))


def column_values(curve: RunCurve, columns: int) -> Values:
    """The run's curve in so many columns: the median of each."""
    parts = curve.columns(columns)
    return tuple(_middle(part) for part in parts)


def observe(root: str, run: str, metric: Metric, columns: int) -> str:
    """The curve of a finished run, in columns. Raises ValueError where it has none."""
    from engine.runs import RunStore

    curve = read_curve(RunStore(Path(root)), run, metric)
    if curve is None:
        raise ValueError(f"the run {run} has no {metric}")
    return write_values(column_values(curve, columns))


def compared(sketch: Sketch, drawn: Values, came: Values) -> str:
    """How two curves agree in shape, in a sentence or two: no score."""
    if len(drawn) != len(came) or not any(map(math.isfinite, came)):
        return "The run has no curve that yours could be laid on."
    yours, real = _heights(sketch, drawn), _heights(sketch, came)
    parts = [_direction(yours, real), _level(yours, real)]
    if "flat" not in (_shape(yours), _shape(real)):  # a flat curve is lowest where chance has it
        parts.insert(1, _place(yours, real))
    agreed = [words for words, agrees in parts if agrees]
    apart = [words for words, agrees in parts if not agrees]
    said = f"As you drew it: {'; '.join(agreed)}." if agreed else ""
    other = f"Otherwise than you drew it: {'; '.join(apart)}." if apart else ""
    return f"{said} {other}".strip()


def _direction(yours: Values, real: Values) -> tuple[str, bool]:
    words = {
        "falls": "the curve falls all the way",
        "rises": "the curve rises all the way",
        "flat": "the curve stays where it is",
        "turns": "the curve turns on its way",
    }
    return words[_shape(real)], _shape(yours) == _shape(real)


def _shape(heights: Values) -> str:
    there = [height for height in heights if math.isfinite(height)]
    highest = lowest = there[0]
    down = up = 0.0
    for height in there:
        highest, lowest = max(highest, height), min(lowest, height)
        down, up = max(down, highest - height), max(up, height - lowest)
    if max(down, up) < NOTICED:
        return "flat"
    if min(down, up) < NOTICED:
        return "falls" if down > up else "rises"
    return "turns"


def _place(yours: Values, real: Values) -> tuple[str, bool]:
    thirds = ("in the first third", "half-way", "towards the end")
    own, there = (thirds[min(3 * _lowest(one) // len(one), 2)] for one in (yours, real))
    return f"it is lowest {there}", own == there


def _lowest(heights: Values) -> int:
    known = [height if math.isfinite(height) else math.inf for height in heights]
    return known.index(min(known))


def _level(yours: Values, real: Values) -> tuple[str, bool]:
    end = real[-1]
    if not math.isfinite(end):
        return "it ends in what is no number", not math.isfinite(yours[-1])
    apart = end - yours[-1]
    if abs(apart) < NOTICED:
        return "it ends about where yours does", True
    return f"it ends {'higher' if apart > 0 else 'lower'} than yours", False


def _heights(sketch: Sketch, values: Values) -> Values:
    """Shares of the paper's height; what is off the paper lies on its edge."""
    return tuple(_share(sketch, value) for value in values)


def _share(sketch: Sketch, value: float) -> float:
    if not math.isfinite(value):
        return math.nan
    held = min(max(value, sketch.low), sketch.high)
    if sketch.log:
        return math.log(held / sketch.low) / math.log(sketch.high / sketch.low)
    return (held - sketch.low) / (sketch.high - sketch.low)


def _value(sketch: Sketch, share: float) -> float:
    if sketch.log:
        return float(sketch.low * (sketch.high / sketch.low) ** share)
    return sketch.low + share * (sketch.high - sketch.low)


def _stretched(sketch: Sketch, typed: Sequence[float]) -> Values:
    """A few values drawn out over all columns, straight from one to the next."""
    heights = [_share(sketch, value) for value in typed]
    found = []
    for column in range(sketch.columns):
        at = column / (sketch.columns - 1) * (len(heights) - 1)
        before = min(int(at), len(heights) - 2)
        part = at - before
        share = heights[before] + part * (heights[before + 1] - heights[before])
        found.append(_value(sketch, share))
    return tuple(found)


def _middle(values: Sequence[float]) -> float:
    there = [value for value in values if math.isfinite(value)]
    return median(there) if there else math.nan
