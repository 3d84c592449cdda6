"""Predictions of a placement beside what the runs said, each run with a small curve."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from textual.content import Content

from lessons.placement.items import Asked
from lessons.placement.runs import Found, Trace
from lessons.questions.run_curves import RunCurve
from lessons.schema import Predict
from tui.figures import number
from tui.placing import answers, words_of
from tui.plots.palette import SymbolName
from tui.plots.small import Paper, dot_columns, draw_small, paper_for
from tui.symbols import Symbols
from tui.widgets.confidence import CONFIDENCE
from tui.widgets.lines import BLANK, Paragraph, inline

WIDTH, HEIGHT = 30, 2
LABEL = 26
"""Cells of a run's name at most."""
FACTS = 10
INDENT = 3
TOP, BOTTOM = 2.0, 1e-3
"""Losses above or below so many times that of a first step are drawn at the edge."""
EMPTY_DOTS = "\u2800"
"""As wide as a space only in some fonts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """A prediction that was made."""

    asked: Asked
    chosen: str
    """Key of the option."""
    confidence: int
    found: Found | None = None
    """What came of it; None while the runs are being made."""

    @property
    def right(self) -> bool | None:
        """Whether the runs bear it out; None where they say nothing, or nothing yet."""
        if self.found is None or self.found.problem is not None:
            return None
        return self.found.observed == self.chosen

    def text(self, key: str) -> str:
        """What the learner has read for an option."""
        return next(one.text for one in answers(self.asked) if one.key == key)

    def said(self) -> str:
        """The prediction in words."""
        return f"{self.text(self.chosen)} ({CONFIDENCE[self.confidence - 1]})"

    def outcome(self) -> str:
        """What the runs say, in words."""
        if self.found is None:
            return "are still being made"
        if self.found.problem is not None:
            return f"could not be made. {self.found.problem.reason}"
        return self.text(self.found.observed)


def found_page(
    foretold: tuple[Foretold, ...], symbols: Symbols, dots: SymbolName
) -> tuple[Paragraph, ...]:
    """All predictions, in the order in which they were made."""
    if not foretold:
        return ()
    settled = [one for one in foretold if one.right is not None]
    right = sum(one.right is True for one in settled)
    head = f"What the runs said: {right} of {len(settled)} as you predicted"
    page = [Paragraph(Content.styled(head if settled else "Your predictions", "bold"))]
    for one in foretold:
        page += [BLANK, *_beside(one, symbols, dots)]
    if settled:
        axes = "Curves: the loss of each run, from its first step to its last."
        page += [BLANK, Paragraph(Content.styled(axes, "$muted"))]
    return tuple(page)


def _beside(one: Foretold, symbols: Symbols, dots: SymbolName) -> list[Paragraph]:
    assert isinstance(one.asked.question, Predict)
    mark = {True: symbols.done, False: symbols.wrong, None: symbols.dot}[one.right]
    style = {True: "bold $success", False: "bold $warning", None: "$muted"}[one.right]
    agreed = {True: "as you said: ", False: "otherwise: ", None: ""}[one.right]
    lead = Content.styled(mark.ljust(INDENT), style)
    page = [
        Paragraph(inline(words_of(one.asked)), lead),
        _fact("you said", inline(one.said())),
        _fact("the runs", Content.assemble((agreed, style), inline(one.outcome(), "bold"))),
    ]
    if one.found is not None and one.found.traces:
        page += [_line(*line) for line in drawn(one.found, dots)]
    return page


def _fact(name: str, text: Content) -> Paragraph:
    return Paragraph(text, Content.styled(" " * INDENT + name.ljust(FACTS), "$muted"))


def _line(text: str, curve: str) -> Paragraph:
    return Paragraph(Content(curve), Content.styled(" " * INDENT + text, "$muted"))


def drawn(found: Found, dots: SymbolName) -> list[tuple[str, str]]:
    """For each run two lines: its name and its first and last loss, each with half its curve."""
    paper = paper_of(found)
    names = [_short(trace.label) for trace in found.traces]
    figures = [ends(trace.curve) for trace in found.traces]
    wide = max(map(len, (*names, *figures))) + 2
    lines = []
    for trace, name, figure in zip(found.traces, names, figures, strict=True):
        columns = stretched(trace.curve, dot_columns(WIDTH, dots))
        upper, lower = draw_small(columns, paper, HEIGHT, dots)
        lines += [(name.ljust(wide), upper), (figure.ljust(wide), lower)]
    return [(text, curve.replace(EMPTY_DOTS, " ").rstrip()) for text, curve in lines]


def paper_of(found: Found) -> Paper:
    """One scale for all runs of a prediction; what breaks out does not flatten the others."""
    values = [value for trace in found.traces for value in trace.curve.values]
    starts = [
        trace.curve.values[0]
        for trace in found.traces
        if trace.curve.values and math.isfinite(trace.curve.values[0])
    ]
    start = median(starts) if starts else 0.0
    if start <= 0:
        return paper_for(values, log=found.log)
    top, bottom = TOP * start, BOTTOM * start
    fitting = [min(value, top) for value in values if not math.isnan(value)]
    return paper_for(
        (max(value, bottom) for value in fitting) if found.log else fitting, log=found.log
    )


def stretched(curve: RunCurve, count: int) -> tuple[tuple[float, ...], ...]:
    """The values in so many columns; where there are fewer steps, each has several columns."""
    steps = len(curve.values)
    if steps >= count or not steps:
        return curve.columns(count)
    return tuple((curve.values[place * steps // count],) for place in range(count))


def ends(curve: RunCurve) -> str:
    """`2.31 → 0.05`: the losses of the first and the last step."""
    if not curve.values:
        return "no steps"
    first, last = curve.values[0], curve.values[-1]
    return f"{number(first)} → {number(last) if math.isfinite(last) else 'no number'}"


def _short(label: str) -> str:
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"


def in_words(trace: Trace) -> str:
    """A run in a line of text."""
    return f"{trace.label}: loss {ends(trace.curve)}, {len(trace.curve.values)} steps"
