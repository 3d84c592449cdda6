"""Draws the runs that a question is about."""

from __future__ import annotations

from dataclasses import replace

from engine.schedules.base import Mark
from lessons.review.item import Picture
from tui.plots.palette import Look, SymbolName
from tui.plots.spec import ChartSpec
from tui.runs.plotting import CURVE_CELLS, CURVE_ROWS, NamedCurve, curve_spec


def picture_spec(picture: Picture, look: Look) -> ChartSpec:
    """A chart of a picture; the step that is asked about is marked."""
    curves = [NamedCurve(curve.name, curve.points) for curve in picture.curves]
    spec = curve_spec(curves, look, log_y=picture.log_y)
    if picture.mark is None:
        return replace(spec, title=picture.title)
    here = Mark(step=picture.mark, letter="?", meaning="what happened here?")
    return replace(spec, title=picture.title, marks=(here,), cursor=float(picture.mark))


def picture_text(picture: Picture, symbols: SymbolName, width: int = CURVE_CELLS) -> list[str]:
    """The same as lines of text, told apart by markers instead of colours."""
    from tui.plots.chart import draw

    spec = picture_spec(picture, Look(symbols=symbols, no_color=True))
    sized = replace(spec, width=min(width, CURVE_CELLS), height=CURVE_ROWS)
    return ["".join(segment.text for segment in strip).rstrip() for strip in draw(sized)]
