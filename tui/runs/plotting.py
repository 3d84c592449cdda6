"""Stored runs on the lab's three plots: as an SVG picture, and as text for a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.lab.charts import ChartState, Scene, charts
from tui.lab.live_run import LiveRun
from tui.plots.palette import Colours, Look, SymbolName, identity
from tui.plots.spec import ChartSpec, Series

if TYPE_CHECKING:
    from engine.runs import StoredRun
    from engine.thumbnail import CurvePoint

PAPER = Look(
    dark=False,
    colours=Colours(
        text="#26292f", muted="#646a75", background="#ffffff", cursor="#e9e6df", alert="#a93416"
    ),
)
HEIGHTS = (260, 120, 180)
"""Pixels of the three plots of a picture."""
CURVE_ROWS, CURVE_CELLS = 12, 76
"""Of a curve in a report."""


@dataclass(frozen=True, slots=True)
class NamedRun:
    """A stored run and what it is called."""

    name: str
    run: StoredRun


@dataclass(frozen=True, slots=True)
class NamedCurve:
    """Some points of a loss and what it is called."""

    name: str
    points: tuple[CurvePoint, ...]


def svg(title: str, runs: Sequence[NamedRun], *, log_loss: bool = False) -> str:
    """Loss, learning rate and gradient norm of the runs, as a picture on white."""
    from tui.plots.svg import write_svg

    live = [
        LiveRun.restored(one.run, one.name, identity(index, PAPER), standard=True)
        for index, one in enumerate(runs)
    ]
    scene = Scene(runs=live, plans={}, order=(), guess=None, look=PAPER)
    return write_svg(title, charts(scene, ChartState(log_loss=log_loss, smoothing=0.0)), HEIGHTS)


def curve_spec(curves: Sequence[NamedCurve], look: Look, *, log_y: bool = False) -> ChartSpec:
    """The loss of some runs, from few points of each."""
    from engine.history import Points

    filled = [curve for curve in curves if curve.points]
    last = max((curve.points[-1].step for curve in filled), default=2)
    return ChartSpec(
        title="loss",
        series=tuple(
            Series(
                name=curve.name,
                data=Points.of([p.step for p in curve.points], [p.loss for p in curve.points]),
                colour=identity(index, look).colour,
                line=identity(index, look).line,
                marker=identity(index, look).marker if len(filled) > 1 else "",
                read=False,
            )
            for index, curve in enumerate(filled)
        ),
        first=1.0,
        last=float(max(last, 2)),
        width=CURVE_CELLS,
        height=CURVE_ROWS,
        log_y=log_y,
        empty="No steps were recorded.",
        look=look,
    )


def curve_text(
    curves: Sequence[NamedCurve], symbols: SymbolName = "braille", *, log_y: bool = False
) -> list[str]:
    """The same as lines of text, without colour: curves are told apart by their markers."""
    from tui.plots.chart import draw

    look = Look(symbols=symbols, no_color=True)
    spec = replace(curve_spec(curves, look, log_y=log_y))
    return ["".join(segment.text for segment in strip).rstrip() for strip in draw(spec)]
