"""How the learner reads the plots: cursor, marks, zoom, axes, smoothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.content import Content
from textual.widgets import Static

from engine.schedules import Mark
from tui.key_words import both
from tui.lab import status
from tui.lab.charts import charts
from tui.lab.cursor import moved, placed
from tui.lab.marks import marks_of, next_mark, said_at
from tui.lab.reading_rows import rows
from tui.lab.readout import readout
from tui.lab.scene import NAMES
from tui.lab.smoothing import turned
from tui.lab.zoom import Stretch, newest_step, showing, stretch, whole_run
from tui.screens.lab.panes import Panes
from tui.widgets.line_chart import LineChart

MARGINS = 2
"""Cells left and right of what is read."""
ROWS_PER_ROW = 4
"""Rows of the screen for each row of the table of values."""
CLOSER = 0.5
"""Share of the visible steps that one zoom leaves."""
PAN = 0.25
"""Share of the visible steps that one key moves the plots by."""
COLUMNS = 100
"""Where no plot is on the screen: cells that it would be about as wide as."""


class Reading(Panes):
    """The part of the lab screen that reads values off the plots."""

    @property
    def plots(self) -> list[LineChart]:
        """The plots on the screen, from the top."""
        return [chart for chart in self.query(LineChart) if chart.id in self.displayed()]

    @property
    def shown_steps(self) -> Stretch:
        """What the plots show."""
        return stretch(self.scene_now(), self.state)

    @property
    def steps_per_column(self) -> float:
        """Steps from one cell of a plot to the next."""
        columns = next((chart.columns for chart in self.plots if chart.columns > 1), COLUMNS)
        return self.shown_steps.width / (columns - 1)

    def show_plots(self) -> None:
        """The three plots; the title of each says what the marks at the cursor mean."""
        scene = self.scene_now()
        specs = dict(zip(NAMES, charts(scene, self.state), strict=True))
        plots = self.plots
        for chart in plots:
            spec = specs[chart.id or ""]
            marks = spec.marks if len(plots) > 1 else marks_of(scene)
            chart.show(
                replace(
                    spec,
                    x_labels=chart is plots[-1],
                    tell_dots=chart is plots[0],
                    focused=chart.has_focus,
                    note=self.said_at_cursor(marks),
                )
            )

    def said_at_cursor(self, marks: Sequence[Mark]) -> str:
        """What the marks in the column of the cursor mean."""
        cursor = self.state.cursor
        return "" if cursor is None else said_at(marks, cursor, self.steps_per_column / 2)

    def show_reading(self) -> None:
        """Exact values under the plots; before there are any, what the run is going to be."""
        read = readout(self.scene_now(), self.state)
        if read is None:
            lines = [Content(status.before(self.plans.get(self.bench.scenario.name)))]
        else:
            plain = self.look.symbols == "ascii"
            keys = both(self.key_of("reader(1)"), self.key_of("reader(-1)"))
            room = self.size.width - MARGINS
            lines = rows(read, room, self.most_rows, keys=keys, plain=plain)
        shown = self.query_one("#reading", Static)
        grown = shown.styles.height is None or shown.styles.height.value != len(lines)
        if grown:
            shown.styles.height = len(lines)
        shown.update(Content("\n").join(lines), layout=False)

    @property
    def most_rows(self) -> int:
        """Rows that the plots can spare for what is read off them."""
        return 1 if self.narrow else self.size.height // ROWS_PER_ROW

    def action_cursor(self, columns: int) -> None:
        """Move the cursor; the first move puts it at the newest step."""
        self.put_cursor(moved(self.scene_now(), self.state, columns, self.steps_per_column))

    def put_cursor(self, step: int | None) -> None:
        """Read this step, and show it."""
        if step is None:
            return
        shown = self.shown_steps
        self.state = replace(self.state, cursor=step)
        if self.state.following or not shown.first <= step <= shown.last:
            self.show_steps(shown.holding(step, whole_run(self.scene_now())))
        self.redraw()

    def action_mark(self, further: int) -> None:
        """The cursor to the next mark, or the one before."""
        scene, cursor = self.scene_now(), self.state.cursor
        start = 0 if further > 0 else newest_step(scene) + 1
        step = next_mark(marks_of(scene), start if cursor is None else cursor, further)
        if step is None:
            self.notify("No further mark." if further > 0 else "No mark before.", timeout=2)
        else:
            self.put_cursor(max(1, step))

    def action_snap(self) -> None:
        """The cursor keeps to recorded steps, or goes anywhere."""
        self.state = replace(self.state, free=not self.state.free)
        free = "The cursor goes to every step, recorded or not."
        self.notify(free if self.state.free else "The cursor keeps to recorded steps.", timeout=3)
        if self.state.cursor is not None:
            self.put_cursor(placed(self.scene_now(), self.state, self.state.cursor))

    def action_reader(self, further: int) -> None:
        """Read another run first, and draw it over the others."""
        runs = max(1, len(self.scene_now().runs))
        self.state = replace(self.state, reader=(self.state.reader + further) % runs)
        self.redraw()

    def action_zoom(self, closer: int) -> None:
        """Halve or double the visible steps: around the cursor, or else where the run is."""
        self.zoom(CLOSER if closer > 0 else 1 / CLOSER, self.middle())

    def middle(self) -> float:
        """The step that a zoom keeps in its place."""
        scene, shown = self.scene_now(), self.shown_steps
        training = [newest_step(scene)] if any(run.under_way for run in scene.runs) else []
        wanted = training if self.state.cursor is None else [self.state.cursor]
        inside = [step for step in wanted if shown.first <= step <= shown.last]
        return inside[0] if inside else (shown.first + shown.last) / 2

    def zoom(self, factor: float, at: float) -> None:
        """Show so many times the steps; the y axes are fitted to what is left to see."""
        self.show_steps(self.shown_steps.zoomed(at, factor, whole_run(self.scene_now())))
        self.forget_limits()

    def action_pan(self, further: int) -> None:
        """Move the plots by a quarter of what they show."""
        self.pan(further * PAN * self.shown_steps.width)

    def pan(self, steps: float) -> None:
        """Move the plots by so many steps; the y axes hold still."""
        self.show_steps(self.shown_steps.panned(steps, whole_run(self.scene_now())))
        self.redraw()

    def show_steps(self, shown: Stretch) -> None:
        """Show these steps; along with the run, where it ends at the newest one."""
        self.state = showing(self.state, shown, self.scene_now())

    def action_follow(self) -> None:
        """The whole run."""
        self.state = replace(self.state, first=None, last=None, following=False, cursor=None)
        self.forget_limits()

    def action_log(self) -> None:
        """A logarithmic or a linear axis, of the plot with the focus or else of the loss."""
        focused = self.focused_pane()
        plot = next((chart for chart in self.plots if chart.id == focused), self.pane("loss"))
        self.state = self.state.turning_log(plot.id or "loss")
        self.redraw()

    def action_smooth(self, further: int = 1) -> None:
        """Smooth the loss more, or less."""
        self.state = turned(self.scene_now(), self.state, further)
        self.redraw()

    def forget_limits(self) -> None:
        """Fit the y axes anew."""
        for chart in self.query(LineChart):
            chart.forget_limits()
        self.redraw()

    @on(LineChart.Pointed)
    def plot_pointed(self, message: LineChart.Pointed) -> None:
        """The cursor goes where the mouse has clicked."""
        self.put_cursor(placed(self.scene_now(), self.state, message.step))

    @on(LineChart.Wheeled)
    def plot_wheeled(self, message: LineChart.Wheeled) -> None:
        """Closer around the pointer, or further away."""
        self.zoom(CLOSER if message.closer else 1 / CLOSER, message.step)

    @on(LineChart.Dragged)
    def plot_dragged(self, message: LineChart.Dragged) -> None:
        """The plots go along with the mouse."""
        self.pan(message.steps)

    @on(LineChart.Reset)
    def plot_reset(self) -> None:
        """The whole run."""
        self.action_follow()
