"""The lab's three plots, printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console
from rich.segment import Segment, Segments

from engine.runs import StoredRun
from lessons.schema import Lesson
from tui.lab.charts import ChartState, Scene, charts
from tui.lab.live_run import LiveRun
from tui.plots.chart import draw
from tui.plots.palette import Look, SymbolName, identity

WIDEST = 110
HEIGHTS = (12, 6, 9)


def print_plots(lesson: Lesson, runs: Sequence[StoredRun], console: Console) -> None:
    """Loss, learning rate and gradient norm of all runs on one x axis."""
    look = Look(symbols=_symbols(console), no_color=console.no_color or not console.is_terminal)
    order = [scenario.name for scenario in lesson.lab.scenarios]
    live = [
        LiveRun.restored(
            run,
            lesson.scenario(run.info.request.name).label,
            identity(order.index(run.info.request.name), look),
            standard=True,
        )
        for run in runs
    ]
    scene = Scene(runs=live, plans={}, order=order, guess=None, look=look)
    state = ChartState(log_loss=lesson.lab.log_loss, smoothing=0.0)
    width = min(console.width, WIDEST)
    for spec, height in zip(charts(scene, state), HEIGHTS, strict=True):
        for strip in draw(replace(spec, width=width, height=height)):
            console.print(Segments([*strip, Segment.line()]), end="", soft_wrap=True)


def _symbols(console: Console) -> SymbolName:
    encoding = (console.encoding or sys.getdefaultencoding()).lower()
    return "braille" if encoding.startswith("utf") else "ascii"
