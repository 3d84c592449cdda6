"""Units, lessons of the highlighted one beside them, and what is said about either."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one

from tui.listing import Listing
from tui.symbols import Symbols
from tui.widgets.lesson_about import About, LessonAbout
from tui.widgets.row_list import RowList
from tui.widgets.two_ends import TwoEnds


class Syllabus(Container):
    """Shows what a listing says. Its screen moves the highlight, and opens what was chosen."""

    units = query_one("#units", RowList)
    lessons = query_one("#lessons", RowList)
    about = query_one(LessonAbout)

    shown_unit = ""
    """Id of the unit whose lessons are listed."""

    def __init__(self, symbols: Symbols, listing: Callable[[], Listing]) -> None:
        """`listing` says how everything stands now."""
        super().__init__(id="panes")
        self.symbols = symbols
        self.listing = listing

    def compose(self) -> ComposeResult:
        """The panes; the screen's style sheet arranges them by width."""
        with Vertical(id="left"):
            yield TwoEnds(id="units-title", classes="title")
            yield RowList(self.symbols, id="units")
        with Vertical(id="right"):
            yield TwoEnds(id="unit-title", classes="title")
            yield RowList(self.symbols, id="lessons")
        with VerticalScroll(id="about", can_focus=False):
            yield LessonAbout()

    def show_units(self) -> None:
        """List the units."""
        self.units.rows = self.listing().unit_rows()
        title = self.query_one("#units-title", TwoEnds)
        title.left, title.right = Content.styled("Units", "bold"), "done "

    def show_lessons(self, unit_id: str) -> None:
        """List the lessons of a unit."""
        self.shown_unit = unit_id
        listing = self.listing()
        for unit in listing.catalog.units:
            if unit.id == unit_id:
                title = self.query_one("#unit-title", TwoEnds)
                title.left, title.right = Content.styled(unit.title, "bold"), f"{unit.aim} "
                self.lessons.rows = listing.lesson_rows(unit)
        self.show_about()

    def show_about(self) -> None:
        """Say what the highlighted lesson is about, or the unit while units have the keys."""
        listing, focused = self.listing(), self.screen.focused
        elsewhere = isinstance(focused, RowList) and focused is not self.units
        if self.shown_unit and not elsewhere:
            self.about.about = listing.about_unit(listing.catalog.unit(self.shown_unit))
        elif (row := self.lessons.current) is not None:
            self.about.about = listing.about(listing.catalog.lesson(row.key))
        else:
            self.about.about = About()

    @on(RowList.Highlighted, "#units")
    def unit_highlighted(self, message: RowList.Highlighted) -> None:
        """Show the lessons of that unit, from the first."""
        if message.key != self.shown_unit:
            self.show_lessons(message.key)
            self.lessons.cursor = 0

    @on(RowList.Highlighted, "#lessons")
    def lesson_highlighted(self) -> None:
        """Say what that lesson is about."""
        self.show_about()

    @on(RowList.Chosen, "#units")
    def unit_chosen(self) -> None:
        """Go over to its lessons."""
        self.lessons.focus()
