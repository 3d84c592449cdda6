"""The ward: every case, under what is complained of."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from lessons.clinics.ward import load_ward
from tui.clinics.rounds import HEADING, rows
from tui.commands import Command, bindings
from tui.messages import ClinicRequested
from tui.screens.base import TutorScreen
from tui.symbols import Symbols
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines import Lines, Paragraph, inline
from tui.widgets.row_list import RowList
from tui.widgets.top_line import TopLine

ABOUT = (
    "Each of these runs is broken on purpose. Examine it with the instruments of the lab, name "
    "the fault, confirm it with one test, mend the code, and see the mended run beside it."
)
EMPTY = "No case can be read. They travel with the program: tutor doctor says what is missing."


class WardScreen(TutorScreen):
    """A list of cases; what is behind them is not told."""

    CSS_PATH = "ward.tcss"
    PLACE = "Ward"
    AUTO_FOCUS = "#cases"
    ACTIONS = (
        Command("down", ("down", "j"), "choose", "One row down.", label="↑↓", palette=False),
        Command("up", ("up", "k"), "up", "One row up.", footer=False, palette=False),
        Command("open", ("enter",), "open", "Open the highlighted case.", palette=False),
        Command("back", ("escape", "q"), "back", "Back to where you were.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    cases = query_one("#cases", RowList)

    def __init__(self) -> None:
        super().__init__()
        self.ward = load_ward()

    def compose(self) -> ComposeResult:
        """What a ward is, its cases, and the complaint of the one that is highlighted."""
        yield TopLine()
        yield Static(ABOUT if self.ward.cases else EMPTY, id="about")
        yield RowList(self.tutor.symbols, id="cases")
        yield Lines(id="complaint")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Start on the first case."""
        top = self.query_one(TopLine)
        top.left = Content.styled("Clinic", "bold")
        for problem in self.ward.problems[:1]:
            self.tutor.announce(problem.problem)
        self.show()
        if self.cases.rows:
            self.cases.cursor = 1
            self.call_after_refresh(self.cases.scroll_home, animate=False)
        self.show_keys()

    def on_screen_resume(self) -> None:
        """Show what was done meanwhile."""
        if self.is_mounted:
            self.show()

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.show()

    def show(self) -> None:
        """List the cases."""
        self.cases.rows = rows(self.ward, self.tutor.progress, self.tutor.symbols)
        mended = sum(row.mark == self.tutor.symbols.done for row in self.cases.rows)
        total = len(self.ward.cases)
        self.query_one(TopLine).right = f"{mended} of {total} mended" if total else ""

    @on(RowList.Highlighted)
    def show_complaint(self) -> None:
        """Of the highlighted case."""
        row = self.cases.current
        lines = self.query_one("#complaint", Lines)
        if row is None or row.key.startswith(HEADING):
            lines.paragraphs = ()
            return
        lines.paragraphs = (Paragraph(inline(self.ward.case(row.key).complaint)),)

    def action_down(self) -> None:
        """To the next case."""
        self.move(1)

    def action_up(self) -> None:
        """To the case before."""
        self.move(-1)

    def move(self, by: int) -> None:
        """One row; headings are passed over."""
        self.cases.move(by)
        row = self.cases.current
        if row is not None and row.key.startswith(HEADING) and not self.cases.move(by):
            self.cases.move(-by)
        if self.cases.cursor == 1:
            self.cases.scroll_home(animate=False)  # the heading above it

    def action_open(self) -> None:
        """Open what is highlighted."""
        self.cases.choose()

    @on(RowList.Chosen)
    def chosen(self, message: RowList.Chosen) -> None:
        """Open that case."""
        if not message.key.startswith(HEADING):
            self.post_message(ClinicRequested(message.key))

    def action_back(self) -> None:
        """Back to where the learner was."""
        self.app.pop_screen()
