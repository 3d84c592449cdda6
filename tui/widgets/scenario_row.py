"""The scenarios of a lab: number, marker, name and state, in one row or two."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.names import apart

GAP = "   "
EMPTY = Content("")
SHORTEST = 5
"""Cells below which a name is left out."""
MOST_ROWS = 2
"""What the runs differ in has a row of its own where the scenarios leave one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioMark:
    """One scenario."""

    number: int
    marker: str
    """The shape that marks its curves."""
    colour: str
    label: str
    sign: str
    """Whether it has been run."""
    chosen: bool
    guessed: bool
    """Whether the learner predicted it."""

    def content(self, short: str) -> Content:
        """As text, with its name in short; the chosen one has its whole name."""
        name = self.label if self.chosen else short
        return Content.assemble(
            (f"{self.number} ", "bold $accent" if self.chosen else "$muted"),
            (self.marker, self.colour),
            " " if name else "",
            (name, "bold underline" if self.chosen else ""),
            f" {self.sign}" if self.sign else "",
            (" your guess" if self.guessed else "", "italic $accent"),
        )


class ScenarioRow(Widget):
    """Names give way where there is little room; so does what the runs differ in."""

    DEFAULT_CSS = """
    ScenarioRow { height: auto; max-height: 2; padding: 0 1; }
    """

    marks: reactive[tuple[ScenarioMark, ...]] = reactive((), layout=True)
    setting: reactive[str] = reactive("", layout=True)
    """Seed, and whether knobs were turned by hand."""
    more: reactive[tuple[str, ...]] = reactive((), layout=True)
    """What the runs differ in, where the first row has no room for it: in full, then shorter."""
    most_rows: reactive[int] = reactive(2, layout=True)

    def render(self) -> Content:
        """The rows."""
        return Content("\n").join(self.rows(self.content_size.width))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """One row or two."""
        return len(self.rows(width))

    def rows(self, width: int) -> list[Content]:
        """The scenarios beside each other, in as few rows as they need."""
        longest = max((cell_len(mark.label) for mark in self.marks), default=0)
        rows = wrapped(self.parts(longest), width)
        for room in (*range(longest - 1, SHORTEST - 1, -1), 0):
            if len(rows) <= self.most_rows:
                break
            rows = wrapped(self.parts(room), width)
        rows = rows[: self.most_rows]
        for words in self.more:
            full = rows[-1] + GAP + Content.styled(words, "$muted")
            if full.cell_length <= width:
                return [*rows[:-1], full]
        if self.more and len(rows) < MOST_ROWS:
            fitting = (line for line in self.lines() if line.cell_length <= width)
            return [*rows, next(fitting, EMPTY)]
        return rows

    def lines(self) -> list[Content]:
        """What the runs differ in, on a row of its own."""
        return [Content.styled(words, "$muted") for words in self.more]

    def parts(self, room: int) -> list[Content]:
        """Every scenario, its name cut to the room, then the setting."""
        labels = [mark.label for mark in self.marks]
        # So little room would say nothing.
        short = apart(labels, room) if room >= SHORTEST else [""] * len(labels)
        names = [mark.content(name) for mark, name in zip(self.marks, short, strict=True)]
        return [*names, Content.styled(self.setting, "$muted")]


def wrapped(parts: list[Content], width: int, gap: str = GAP) -> list[Content]:
    """The parts beside each other, in as many rows as they need."""
    rows = [parts[0]]
    for part in parts[1:]:
        longer = rows[-1] + gap + part
        if longer.cell_length <= width:
            rows[-1] = longer
        else:
            rows.append(part)
    return rows
