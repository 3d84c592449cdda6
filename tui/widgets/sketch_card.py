"""A prediction that is drawn: a curve on paper, later laid over the curve of the run."""

from __future__ import annotations

import math
from typing import ClassVar

from textual.actions import SkipAction
from textual.content import Content
from textual.reactive import reactive

from lessons.progress.records import PredictionGiven, Verdict
from lessons.questions.forms import METRIC_WORDS, Sketch
from lessons.questions.sketching import compared, levels, read_values, write_values
from lessons.schema import Predict
from tui.commands import Command, bindings
from tui.figures import number
from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.confidence import CONFIDENCE
from tui.widgets.lines import Paragraph, inline
from tui.widgets.predict_card import PredictCard

AXIS = 8
"""Cells of the numbers beside the paper."""
CELLS = 4
"""Cells of a column."""


class SketchCard(PredictCard):
    """Columns side by side; in each the learner says how high the curve is."""

    KIND = "Predict, draw the curve"
    PLACE: ClassVar[str] = "a sketch"
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("column_right", ("right",), "column", "The next column.", label="←→"),
        Command("column_left", ("left",), "column", "The column before.", footer=False),
        Command("level_up", ("up", "k"), "level", "The curve is higher here.", label="↑↓"),
        Command("level_down", ("down", "j"), "level", "The curve is lower here.", footer=False),
    )
    BINDINGS = bindings(ACTIONS)

    heights: reactive[tuple[int, ...]] = reactive((), init=False)
    """The row of every column, from the lowest, 0."""
    column: reactive[int] = reactive(0, init=False)
    """The marked column."""

    def __init__(self, predict: Predict, symbols: Symbols) -> None:
        super().__init__(predict, symbols)
        middle = self.paper.rows // 2
        self.set_reactive(SketchCard.heights, (middle,) * self.paper.columns)
        self.furthest = -1
        """The last column that was drawn by hand."""

    @property
    def paper(self) -> Sketch:
        """What is drawn on."""
        assert self.predict.sketch is not None
        return self.predict.sketch

    @property
    def takes_arrows(self) -> bool:
        """Whether it can still be drawn."""
        return not self.locked and self.pending is None

    def offers(self) -> frozenset[str]:
        """Handing in, how sure, and skipping, until the run is made."""
        if self.locked:
            return frozenset()
        return frozenset({"answer", "skip"}) if self.pending else frozenset({"write", "skip"})

    def numbers(self) -> int:
        """Digits say how sure, and nothing before."""
        return len(CONFIDENCE) if self.pending else 0

    def writes(self) -> str:
        """What the key of a field does here."""
        return "drawn"

    def write(self) -> None:
        """The sketch is ready: how sure?"""
        if not self.locked and self.pending is None:
            values = levels(self.paper)
            self.pending = write_values([values[height] for height in self.heights])
            self.post_message(self.Chosen())

    def take_keys(self) -> None:
        """Raises SkipAction where arrows belong to the page."""
        if not self.takes_arrows or not self.in_view:
            raise SkipAction

    def brought_into_view(self) -> bool:
        """Whether the card had to be brought to sight; raises SkipAction with nothing to do."""
        if not self.takes_arrows:
            raise SkipAction
        hidden = not self.in_view
        if hidden:
            self.scroll_visible(animate=False)
        return hidden

    def action_column_right(self) -> None:
        """The next column."""
        if self.brought_into_view():
            return
        self.column = min(self.column + 1, self.paper.columns - 1)

    def action_column_left(self) -> None:
        """The column before."""
        if self.brought_into_view():
            return
        self.column = max(self.column - 1, 0)

    def action_level_up(self) -> None:
        """Higher."""
        self.lift(1)

    def action_level_down(self) -> None:
        """Lower."""
        self.lift(-1)

    def lift(self, rows: int) -> None:
        """Carry the marked column, and with it all that was never drawn: curves go on so far."""
        self.take_keys()
        heights = list(self.heights)
        heights[self.column] = min(max(heights[self.column] + rows, 0), self.paper.rows - 1)
        self.furthest = max(self.furthest, self.column)
        after = self.furthest + 1
        heights[after:] = [heights[self.furthest]] * (self.paper.columns - after)
        self.heights = tuple(heights)

    def watch_heights(self) -> None:
        """Show it."""
        self.show()

    watch_column = watch_heights

    def watch_given(self) -> None:
        """What was drawn before lies on the paper again."""
        if self.given is not None and self.given.choice:
            self.heights = self.rows_of(read_values(self.given.choice))
            self.furthest = self.paper.columns - 1
        self.show()

    def rows_of(self, values: tuple[float, ...]) -> tuple[int, ...]:
        """The rows nearest to values, for as many columns as the paper has."""
        if len(values) != self.paper.columns:
            return self.heights
        rows = levels(self.paper)
        return tuple(self.row_of(value, rows) for value in values)

    def row_of(self, value: float, rows: tuple[float, ...]) -> int:
        """The row nearest to a value; -1 for what is no number."""
        if not math.isfinite(value):
            return -1
        size = (lambda one: math.log(max(one, self.paper.low))) if self.paper.log else float
        return min(range(len(rows)), key=lambda row: abs(size(rows[row]) - size(value)))

    def options(self) -> tuple[Paragraph, ...]:
        """The paper: the sketch and, once there is one, the run's curve over it."""
        came = self.rows_of(read_values(self.verdict.observed)) if self.verdict else ()
        lines = [self.line(row, came) for row in reversed(range(self.paper.rows))]
        scale = ", logarithmic" if self.paper.log else ""
        title = f"{METRIC_WORDS[self.paper.metric]}{scale}, from the first step to the last"
        below = Content(" " * (AXIS + 1) + " " * (CELLS * self.column))
        cursor = Content.styled("^".center(CELLS - 1), "bold $accent")
        pointed = [Paragraph(below + cursor)] if self.takes_arrows else []
        return (Paragraph(Content.styled(title, "$muted")), *lines, *pointed, *self.legend())

    def line(self, row: int, came: tuple[int, ...]) -> Paragraph:
        """One row of the paper."""
        values = levels(self.paper)
        shown = row in (0, self.paper.rows // 2, self.paper.rows - 1)
        label = number(values[row]) if shown else ""
        lead = Content.styled(f"{label:>{AXIS - 1}} ", "$muted")
        cells = [self.cell(row, column, came) for column in range(self.paper.columns)]
        return Paragraph(Content.assemble(("|", "$rule"), *cells), lead)

    def cell(self, row: int, column: int, came: tuple[int, ...]) -> Content:
        """A stroke of yours, one of the run, both, or nothing."""
        yours = self.drawn and self.heights[column] == row
        theirs = bool(came) and came[column] == row
        if yours and theirs:
            return Content.styled("###", "bold $success") + " "
        if theirs:
            return Content.styled("ooo", "bold") + " "
        if yours:
            marked = self.takes_arrows and column == self.column
            return Content.styled("===", "bold $accent" if marked else "$accent") + " "
        return Content(" . " if row % 2 == 0 and column % 3 == 0 else "   ") + " "

    @property
    def drawn(self) -> bool:
        """Whether there is a sketch: not where it was skipped."""
        return not (self.locked and (self.given is None or self.given.choice is None))

    def legend(self) -> tuple[Paragraph, ...]:
        """What the strokes mean, once there are two kinds."""
        if self.verdict is None:
            return ()
        text = "=== yours   ooo the run   ### both"
        return (Paragraph(Content.styled(text, "$muted"), Content(" " * (AXIS + 1))),)

    def state(self) -> tuple[Paragraph, ...]:
        """What is expected of the learner, or what came of it."""
        if self.verdict is None and self.pending is None and self.given is None:
            arrows = f"{key_of(self, 'column_right')} choose a column, {key_of(self, 'level_up')}"
            ready = f"{key_of(self, 'write')} when it is drawn"
            skips = f"{key_of(self, 'skip')} skips it, which is noted"
            text = f"{arrows} draw it and what is still blank, {ready}. {skips}."
            return (self.quiet(text),)
        return super().state()

    def said(self, given: PredictionGiven) -> str:
        """The prediction in words."""
        if given.choice is None or given.confidence is None:
            return "You skipped this prediction."
        return f"Your sketch is kept ({CONFIDENCE[given.confidence - 1]})."

    def outcome(self, verdict: Verdict) -> Paragraph:
        """How the two curves agree."""
        if self.given is None or self.given.choice is None:
            return Paragraph(inline("You skipped this one; the run's curve stands above."))
        drawn, came = read_values(self.given.choice), read_values(verdict.observed)
        return Paragraph(inline(compared(self.paper, drawn, came)))
