"""What live plots cost: `python tests/benchmarks/plots.py`.

Three plots in a Textual app of 160x45 cells, drawn without a terminal. A tick adds 50 steps to
every run and lasts until the screen is drawn anew; it is given in milliseconds of CPU time,
framework included. The contenders are measured in turn, in one process: our charts, textual-plotext
and textual-plot, which need tests/benchmarks/requirements.txt and are left out where they are
missing.
A contender that takes longer than `PATIENCE` for a tick is spared the longer runs.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from textual.app import App, ComposeResult
from textual.widget import Widget

from tui.plots.palette import DEFAULT_LOOK, identity
from tui.plots.spec import ChartSpec, Series
from tui.widgets.line_chart import LineChart

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
OVERLAID = (1, 8)
NEW = 50
TICKS = 12
PATIENCE = 1.5
"""Seconds of a tick after which nobody would watch."""
PLOTS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    contender: str
    points: int
    runs: int
    value: float
    """Milliseconds of CPU time a tick, median."""
    ratio: float
    """The same over ours."""


class Contender(Protocol):
    """One way of drawing a plot."""

    def widget(self) -> Widget:
        """A plot."""
        ...

    def show(self, plot: Widget, curves: list[np.ndarray]) -> None:
        """Draw the curves, each from step 1 on."""
        ...


class Ours:
    """Min/max pyramids and a braille raster."""

    def __init__(self) -> None:
        self._columns: dict[tuple[int, int], Any] = {}

    def widget(self) -> Widget:
        return LineChart()

    def show(self, plot: Widget, curves: list[np.ndarray]) -> None:
        from engine.columns import Column

        series = []
        for number, curve in enumerate(curves):
            column = self._columns.setdefault((id(plot), number), Column(1))
            column.append(curve[len(column) :])
            look = identity(number, DEFAULT_LOOK)
            series.append(
                Series(name=f"run {number}", data=column, colour=look.colour, marker=look.marker)
            )
        assert isinstance(plot, LineChart)
        plot.show(
            ChartSpec(
                title="loss",
                series=tuple(series),
                first=1.0,
                last=float(len(curves[0])),
                width=0,
                height=0,
            )
        )


class TextualPlotext:
    """plotext inside a widget."""

    def widget(self) -> Widget:
        from textual_plotext import PlotextPlot

        return PlotextPlot()

    def show(self, plot: Any, curves: list[np.ndarray]) -> None:
        plot.plt.clear_data()
        for curve in curves:
            plot.plt.plot(range(1, len(curve) + 1), curve.tolist(), marker="braille")
        plot.refresh()


class TextualPlot:
    """A raster drawn in Python."""

    def widget(self) -> Widget:
        from textual_plot import PlotWidget

        return PlotWidget()

    def show(self, plot: Any, curves: list[np.ndarray]) -> None:
        from textual_plot import HiResMode

        plot.clear()
        for curve in curves:
            plot.plot(np.arange(1, len(curve) + 1), curve, hires_mode=HiResMode.BRAILLE)


CONTENDERS: dict[str, tuple[str, Callable[[], Contender]]] = {
    "tutor": ("tui", Ours),
    "textual-plotext 1.0": ("textual_plotext", TextualPlotext),
    "textual-plot 0.10": ("textual_plot", TextualPlot),
}


class Screen(App[None]):
    """Three plots, one above the other."""

    def __init__(self, contender: Contender) -> None:
        super().__init__()
        self._contender = contender

    def compose(self) -> ComposeResult:
        for _ in range(PLOTS):
            yield self._contender.widget()


async def tick(make: Callable[[], Contender], points: int, runs: int) -> float:
    """Median milliseconds of CPU time."""
    rng = np.random.default_rng(0)
    whole = points + NEW * TICKS
    curves = [
        np.exp(-np.arange(whole) / points) * rng.uniform(0.5, 1.5, whole) for _ in range(runs)
    ]
    contender, taken = make(), []
    app = Screen(contender)
    async with app.run_test(size=(160, 45)) as pilot:
        plots = list(app.screen.children)
        for number in range(TICKS):
            known = points + NEW * number
            began = time.process_time()
            for plot in plots:
                contender.show(plot, [curve[:known] for curve in curves])
            await pilot.pause()
            taken.append(time.process_time() - began)
            if taken[-1] > PATIENCE:
                break
    return 1000 * statistics.median(taken[2:] or taken)


def rows() -> Iterator[Row]:
    """All figures; the contenders take turns."""
    there = {
        name: make
        for name, (module, make) in CONTENDERS.items()
        if importlib.util.find_spec(module) is not None
    }
    tired: set[tuple[str, int]] = set()
    for runs in OVERLAID:
        for points in LENGTHS:
            ours = 0.0
            for name, make in there.items():
                if (name, runs) in tired:
                    continue
                taken = asyncio.run(tick(make, points, runs))
                if taken > 1000 * PATIENCE:
                    tired.add((name, runs))
                ours = taken if name == "tutor" else ours
                yield Row(name, points, runs, taken, taken / ours)


def main() -> None:
    """Print a table, or JSON lines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one object a row")
    arguments = parser.parse_args()
    if not arguments.json:
        print(f"{'contender':22}{'points':>10}{'runs':>6}{'ms CPU a tick':>16}{'over ours':>11}")
    for row in rows():
        if arguments.json:
            print(json.dumps(asdict(row)), flush=True)
        else:
            print(
                f"{row.contender:22}{row.points:>10}{row.runs:>6}{row.value:>16.1f}{row.ratio:>11.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
