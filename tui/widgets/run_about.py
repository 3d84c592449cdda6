"""Everything about one run: its loss, what is known of it, what was predicted of its lesson."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.getters import query_one

from lessons.report.lesson import Predicted
from tui.plots.spec import ChartSpec
from tui.runs.facts import Fact
from tui.symbols import Symbols
from tui.widgets.confidence import CONFIDENCE
from tui.widgets.line_chart import LineChart
from tui.widgets.lines import BLANK, Lines, Paragraph

NAMES = 10
"""Cells of the names of facts."""


class RunAbout(VerticalScroll, can_focus=False):
    """Shows what it is given."""

    DEFAULT_CSS = """
    RunAbout {
        scrollbar-size-vertical: 1;
        LineChart { height: 11; margin: 0 0 1 0; }
    }
    """

    lines = query_one(Lines)
    chart = query_one(LineChart)

    def compose(self) -> ComposeResult:
        """The curve above the words."""
        yield LineChart()
        yield Lines()

    def on_mount(self) -> None:
        """The curve is looked at, not walked into."""
        self.chart.can_focus = False

    def show(self, facts: Sequence[Fact], predicted: Sequence[Predicted], symbols: Symbols) -> None:
        """Say all of this; the curve follows once it is read."""
        self.lines.paragraphs = (*map(told, facts), *expected(predicted, symbols))

    def draw(self, spec: ChartSpec) -> None:
        """Draw the loss."""
        self.chart.forget_limits()
        self.chart.show(spec)


def told(fact: Fact) -> Paragraph:
    """A fact behind its name."""
    return Paragraph(Content(fact.text), Content.styled(fact.name.ljust(NAMES), "$muted"))


def expected(predicted: Sequence[Predicted], symbols: Symbols) -> list[Paragraph]:
    """What was predicted of the runs of the lesson, and what came of it."""
    found: list[Paragraph] = []
    for one in predicted:
        sure = f" ({CONFIDENCE[one.confidence - 1]})" if one.confidence else ""
        said = f"{one.expected}{sure}" if one.expected else "skipped"
        sign = {True: f"{symbols.done} ", False: f"{symbols.wrong} ", None: ""}[one.right]
        found += [
            BLANK,
            Paragraph(Content.styled(one.ask, "bold")),
            Paragraph(Content(said), Content.styled("predicted ", "$muted")),
            Paragraph(
                Content(f"{sign}{one.observed or 'still open'}"),
                Content.styled("found".ljust(NAMES), "$muted"),
            ),
        ]
    return found
