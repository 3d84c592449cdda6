"""Which curve is which: the learner's own runs, unlabelled, to be given their names."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive

from lessons.questions.forms import METRIC_WORDS, Curves
from lessons.questions.run_curves import RunCurve
from tui.key_words import key_of
from tui.plots.small import dot_columns, draw_small, paper_for
from tui.widgets.lines import BLANK, Paragraph
from tui.widgets.questions.match_card import MatchCard
from tui.widgets.symbol_set import symbol_set

LETTERS = "ABCDEFGHI"
WIDTH, HEIGHT = 22, 4
GAP = "   "


class CurvesCard(MatchCard):
    """Thumbnails, numbered; a digit chooses one for the marked name."""

    KIND = "Question, which curve is which"
    PLACE: ClassVar[str] = "curves to be named"

    curves: reactive[tuple[RunCurve, ...]] = reactive((), init=False)
    """The curves, in the order of the scenarios; empty before all runs are made."""

    @property
    def form(self) -> Curves:
        """What is asked for."""
        assert isinstance(self.quiz.form, Curves)
        return self.quiz.form

    @property
    def open(self) -> bool:
        """Whether there is something to name."""
        return super().open and bool(self.curves)

    def watch_curves(self) -> None:
        """Draw them."""
        self.show()

    def body(self) -> tuple[Paragraph, ...]:
        """The curves, then the names."""
        if not self.curves:
            text = (
                f"Here stand the curves of {len(self.form.scenarios)} runs of yours, without "
                f"their names, once these runs are made. {key_of(self, 'run')} makes them."
            )
            return (Paragraph(Content.styled(text, "$muted")),)
        rows = [self.pair(row, left) for row, left in enumerate(self.lefts)]
        return (*self.drawn(), BLANK, *rows)

    def drawn(self) -> list[Paragraph]:
        """The curves beside each other, as many in a row as there is room for."""
        room = self.content_size.width or WIDTH * 3 + 2 * len(GAP)
        abreast = max(1, (room + len(GAP)) // (WIDTH + len(GAP)))
        pictures = [self.picture(number) for number in self.order]
        paragraphs: list[Paragraph] = [Paragraph(Content.styled(self.axes(), "$muted"))]
        for begin in range(0, len(pictures), abreast):
            rows = zip(*pictures[begin : begin + abreast], strict=True)
            paragraphs += [Paragraph(Content(GAP).join(lines)) for lines in rows]
        return paragraphs

    def axes(self) -> str:
        """What is drawn."""
        scale = ", logarithmic" if self.form.log else ""
        return f"{METRIC_WORDS[self.form.metric]} over the steps{scale}, all on one scale"

    def picture(self, number: int) -> list[Content]:
        """A title and a drawing, all lines equally wide."""
        symbols = symbol_set(self)
        paper = paper_for(
            (value for curve in self.curves for value in curve.values), log=self.form.log
        )
        columns = self.curves[number - 1].columns(dot_columns(WIDTH, symbols))
        drawn = draw_small(columns, paper, HEIGHT, symbols)
        place = self.order.index(number) + 1
        title = Content.styled(f"{place}".ljust(WIDTH), "bold $accent")
        return [title, *(Content(line.ljust(WIDTH)) for line in drawn)]

    def named(self, number: int) -> Content:
        """A curve in a row of names."""
        place = self.order.index(number) + 1
        return Content.assemble("curve ", (f"{place}", "bold $accent"))

    def how_to(self) -> str:
        """What to press."""
        return super().how_to() if self.curves else ""

    def on_resize(self) -> None:
        """There is room for more beside each other, or for less."""
        self.show()
