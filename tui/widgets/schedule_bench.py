"""The schedule workbench as a pane: the curve that would be over the one there is, and its rows."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from engine.request import Parameters, Value
from tui.commands import Command, bindings
from tui.lab.chooser import label, text, turned
from tui.lab.workbench import Curve, Workbench
from tui.plots.palette import Look, identity
from tui.plots.spec import ChartSpec, Series
from tui.widgets.line_chart import LineChart

WORDS = {
    "warmup": "updates until the full rate",
    "plateau": "share of each cycle at the full rate",
    "decay": "how it falls then",
    "end": "what it falls to, over the full rate",
    "drops": "in how many steps",
    "cycles": "how often it begins at the top",
    "growth": "length of a cycle over the one before",
    "height": "height of a cycle over the one before",
}
ROOMY = 60
"""Cells from which every row says what it is; else only the one with the cursor."""


class ScheduleBench(Vertical, can_focus=True):
    """Shapes a learning rate; its screen uses it."""

    DEFAULT_CSS = """
    ScheduleBench { height: 1fr; display: none; }
    ScheduleBench LineChart { height: 1fr; min-height: 5; }
    ScheduleBench Static { height: auto; }
    """
    PLACE: ClassVar[str] = "schedule"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("next", ("down", "j"), "next row", "One row down.", label="↑↓"),
        Command("previous", ("up", "k"), "row above", "One row up.", footer=False),
        Command("more", ("right", "l", "plus"), "change", "More of it.", label="←→"),
        Command("less", ("left", "h", "minus"), "less", "Less of it.", footer=False),
        Command("reset", ("backspace", "0"), "as it was", "The row as it was.", footer=False),
        Command("use", ("enter",), "use it", "The next run has this learning rate."),
        Command("own", ("D", "delete"), "as planned", "Back to the schedule of the lab itself."),
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    bench: reactive[Workbench | None] = reactive(None)
    cursor: reactive[int] = reactive(0)
    look: Look | None = None

    class Used(Message):
        """This learning rate is to be used; no changes: the lab's own."""

        def __init__(self, changes: Parameters) -> None:
            super().__init__()
            self.changes = changes

    def compose(self) -> ComposeResult:
        """The curve, and below it the rows."""
        chart = LineChart()
        chart.can_focus = False
        yield chart
        yield Static()

    def on_resize(self) -> None:
        """Fit the rows."""
        self.show()

    def watch_bench(self) -> None:
        """Draw it anew."""
        self.show()

    def watch_cursor(self) -> None:
        """Show where the cursor is."""
        self.show()

    def show(self) -> None:
        """Draw curve and rows."""
        if self.bench is None or self.look is None or not self.is_mounted:
            return
        chart = self.query_one(LineChart)
        chart.forget_limits()
        chart.show(_spec(self.bench, self.look))
        self.query_one(Static).update(self._rows(self.bench))

    def _rows(self, bench: Workbench) -> Content:
        width = max(self.content_size.width, 20)
        drawn = [Content.styled("shape of the rate", "bold")]
        for place, row in enumerate(bench.rows):
            here = place == self.cursor
            name = label(row)
            value = text(row.value)
            line = Content.assemble(
                ("▸ " if here else "  ", "bold $accent"),
                (name.ljust(9), "bold" if here else ""),
                (f"◂ {value} ▸" if here else f"  {value}").ljust(15),
                (WORDS.get(name, "") if width >= ROOMY else "", "$muted"),
            )
            drawn.append(line.truncate(width, ellipsis=True))
        if width < ROOMY:
            words = WORDS.get(label(bench.rows[self.cursor]), "")
            drawn.append(Content.styled(f"  {words}", "$muted").truncate(width, ellipsis=True))
        if bench.objection:
            drawn += Content.styled(f"! {bench.objection}", "bold $error").wrap(width)
        return Content("\n").join(drawn)

    def action_next(self) -> None:
        """One row down."""
        if self.bench is not None:
            self.cursor = min(self.cursor + 1, len(self.bench.rows) - 1)

    def action_previous(self) -> None:
        """One row up."""
        self.cursor = max(self.cursor - 1, 0)

    def action_more(self) -> None:
        """More."""
        self._turn(1)

    def action_less(self) -> None:
        """Less."""
        self._turn(-1)

    def _turn(self, clicks: int) -> None:
        if self.bench is not None:
            row = self.bench.rows[min(self.cursor, len(self.bench.rows) - 1)]
            self._set(row.field.name, turned(row, clicks))

    def action_reset(self) -> None:
        """As it was."""
        if self.bench is not None:
            self._set(self.bench.rows[self.cursor].field.name, None)

    def _set(self, name: str, value: Value | None) -> None:
        assert self.bench is not None
        self.bench = self.bench.with_value(name, value)
        self.cursor = min(self.cursor, len(self.bench.rows) - 1)

    def action_use(self) -> None:
        """Use it, where it can be."""
        if self.bench is not None and not self.bench.objection:
            self.post_message(self.Used(self.bench.changes))

    def action_own(self) -> None:
        """The lab's own."""
        self.post_message(self.Used(()))


def _spec(bench: Workbench, look: Look) -> ChartSpec:
    """Both curves; the marks are those of the new one."""
    new = bench.curve()
    series = [_line("now", bench.old, look, old=True)]
    if new is not None:
        series.append(_line("shaped", new, look, old=False))
    return ChartSpec(
        title="learning rate",
        series=tuple(series),
        first=1,
        last=bench.horizon.steps,
        width=0,
        height=0,
        marks=new.marks if new is not None else (),
        look=look,
    )


def _line(name: str, curve: Curve, look: Look, *, old: bool) -> Series:
    from engine.history import Points

    return Series(
        name=name,
        data=Points.of(curve.steps, curve.lr),
        colour=identity(0 if old else 1, look).colour,
        line="dotted" if old else "solid",
        faint=old,
        read=not old,
    )
