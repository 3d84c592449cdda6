"""Curves in words, for who hears them or sees no drawings."""

from __future__ import annotations

from math import isfinite

from engine.thumbnail import CurvePoint
from lessons.review.item import Curve, Picture
from tui.figures import number

TOLD = 8
"""Places of a curve that are told."""


def spoken(picture: Picture) -> list[str]:
    """One line for each curve, and one for the step that is asked about."""
    lines = [_curve(picture.title, curve) for curve in picture.curves]
    if picture.mark is not None:
        lines.append(_around(picture.mark, picture.curves[0].points))
    return lines


def _curve(title: str, curve: Curve) -> str:
    points = curve.points
    places = sorted({round(at * (len(points) - 1) / (TOLD - 1)) for at in range(TOLD)})
    told = ", ".join(_point(points[at]) for at in places)
    name = f"Curve {curve.name}, {title}" if curve.name else title.capitalize()
    return f"{name}: {told}." if told else f"{name}: nothing was recorded."


def _around(step: int, points: tuple[CurvePoint, ...]) -> str:
    """The values on both sides of a step."""
    before = [point for point in points if point.step < step][-2:]
    after = [point for point in points if point.step >= step][:3]
    return f"Around step {step}: {', '.join(map(_point, (*before, *after)))}."


def _point(point: CurvePoint) -> str:
    value = number(point.loss) if isfinite(point.loss) else "not a number"
    return f"{value} at step {point.step}"
