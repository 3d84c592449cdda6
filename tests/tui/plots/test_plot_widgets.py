"""The two drawing widgets: light to import, drawn at their size, repainted row by row."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from samples import chart, line, runs
from textual.app import App, ComposeResult
from textual.geometry import Region

from tui.plots.palette import Look
from tui.plots.view_spec import ViewSpec
from tui.widgets.drawn_rows import changed_rows
from tui.widgets.line_chart import LineChart
from tui.widgets.view_pane import ViewPane


class Wall(App[None]):
    """A chart above a view."""

    def compose(self) -> ComposeResult:
        yield LineChart(id="chart")
        yield ViewPane(id="view")


def rows(widget: LineChart | ViewPane) -> list[str]:
    return [widget.render_line(y).text for y in range(widget.size.height)]


@pytest.mark.parametrize("module", ["tui.widgets.line_chart", "tui.widgets.view_pane"])
def test_importing_a_widget_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print({{'numpy', 'plotext', 'torch'}} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


async def test_a_chart_is_drawn_at_the_size_of_its_widget() -> None:
    app = Wall()
    async with app.run_test(size=(70, 24)) as pilot:
        widget = app.query_one(LineChart)
        assert rows(widget) == [" " * 70] * 12
        widget.show(chart(line(np.linspace(2, 1, 90), name="plain")))
        assert {len(row) for row in rows(widget)} == {70}
        assert "plain" in rows(widget)[0]
        await pilot.resize_terminal(50, 20)
        while app.screen.size != (50, 20):  # resizes are collected for a moment
            await pilot.pause()
        assert {len(row) for row in rows(widget)} == {50}
        assert len(rows(widget)) == 10
        assert "step" in rows(widget)[-1]


async def test_only_rows_that_changed_are_repainted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Wall()
    async with app.run_test(size=(70, 24)) as pilot:
        widget = app.query_one(LineChart)
        values = np.linspace(2.0, 1.0, 90)
        spec = chart(line(values), note="A")
        widget.show(spec)
        await pilot.pause()
        repainted: list[Region] = []

        def refresh(*regions: Region, **_: object) -> LineChart:
            repainted.extend(regions)
            return widget

        monkeypatch.setattr(widget, "refresh", refresh)
        widget.show(spec)
        assert repainted == []
        widget.show(replace(spec, note="B"))
        assert repainted == [Region(0, 0, 70, 1)]


async def test_the_y_axis_holds_still_until_it_is_told_to_forget() -> None:
    app = Wall()
    async with app.run_test(size=(70, 24)):
        widget = app.query_one(LineChart)
        widget.show(chart(line([0.1, 2.4])))
        axis = [row[:8] for row in rows(widget)[1:]]
        widget.show(chart(line([0.1, 1.2])))
        assert [row[:8] for row in rows(widget)[1:]] == axis
        widget.forget_limits()
        widget.show(chart(line([0.1, 1.2])))
        assert [row[:8] for row in rows(widget)[1:]] != axis


async def test_a_view_stands_under_its_title() -> None:
    app = Wall()
    async with app.run_test(size=(70, 30)):
        widget = app.query_one(ViewPane)
        seen = runs(Look(), 1)
        widget.show(ViewSpec(name="confusion", runs=seen, width=1, height=1), 2, 3)
        drawn = rows(widget)
        assert drawn[0].startswith("confusion matrix")
        assert drawn[0].endswith("view 2/3")
        assert "8 of 333 wrong" in " ".join(drawn)
        widget.show(ViewSpec(name="surface", runs=(), width=1, height=1))
        assert "view" not in rows(widget)[0]
        assert "The surface appears when the run starts." in " ".join(rows(widget))


def test_rows_are_compared_by_what_they_show() -> None:
    from tui.plots.chart import draw

    before, after = draw(chart(line([1.0]))), draw(chart(line([1.0]), note="x"))
    assert changed_rows(before, before) == []
    assert changed_rows(before, after) == [0]
    assert changed_rows(before[:-1], after) == list(range(8))
