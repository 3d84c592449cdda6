"""Home: go on where you were, or choose a unit and a lesson."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from lessons.paths import DEFAULT_PROFILE, current_profile
from tui.commands import Command, bindings
from tui.listing import Listing
from tui.messages import LessonChosen, PlaygroundRequested
from tui.screens.base import TutorScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.row_list import RowList
from tui.widgets.syllabus import Syllabus
from tui.widgets.top_line import TopLine


class HomeScreen(TutorScreen):
    """The continue line, units on the left, lessons of the highlighted unit beside them."""

    CSS_PATH = "home.tcss"
    PLACE = "Home"
    EVERYWHERE = ("command_palette", "help")
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("down", ("down", "j"), "choose", "One row down.", label="↑↓", palette=False),
        Command("up", ("up", "k"), "up", "One row up.", footer=False, palette=False),
        Command("open", ("enter",), "open", "Open the highlighted lesson or unit.", palette=False),
        Command(
            "lessons",
            ("right", "l", "tab"),
            "lessons",
            "Over to the lessons.",
            footer=False,
            palette=False,
        ),
        Command(
            "units",
            ("left", "h", "shift+tab"),
            "units",
            "Back to the units.",
            footer=False,
            palette=False,
        ),
        Command(
            "first", ("home", "g"), "first row", "To the first row.", footer=False, palette=False
        ),
        Command("last", ("end", "G"), "last row", "To the last row.", footer=False, palette=False),
        Command(
            "back",
            ("escape",),
            "back",
            "From the lessons to the units.",
            footer=False,
            palette=False,
        ),
        Command(
            "all_runs",
            ("r",),
            "runs",
            "Every run ever made: find, compare, write out.",
            palette=False,
        ),
        Command("review", ("v",), "review", "Three minutes of what is due to be asked again."),
        Command("playground", ("p",), "playground", "Train anything with anything."),
        Command("ward", ("c",), "clinic", "Runs that are broken on purpose: find out why."),
        Command("map", ("m",), "map", "All lessons at once, and what rests on what."),
        Command(
            "placement",
            ("w",),
            "where do I start?",
            "A few questions that find your place.",
            footer=False,
        ),
        Command("leave", ("q",), "quit", "Leave. Everything you have done is kept.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    resume = query_one("#resume", RowList)
    units = query_one("#units", RowList)
    lessons = query_one("#lessons", RowList)
    syllabus = query_one(Syllabus)

    done = ""
    """How many lessons are done, in words."""
    due = ""
    """How much is due to be reviewed, in words; empty for nothing, and while it is not known."""

    def compose(self) -> ComposeResult:
        """Lay out the panes; `home.tcss` arranges them by width."""
        signs = self.tutor.symbols
        yield TopLine()
        with Vertical(id="body"):
            yield RowList(signs, id="resume")
            yield Static(id="offer")
            yield Syllabus(signs, lambda: self.listing)
        yield Static(id="empty")
        yield KeyBar(signs)

    def on_mount(self) -> None:
        """Start on the continue line."""
        self.show_keys()
        self.show_rows()
        following = self.listing.next_lesson()
        if following is not None:
            self.units.highlight(following.unit)
            self.syllabus.show_lessons(following.unit)
            self.lessons.highlight(following.id)
        elif self.units.rows:
            self.syllabus.show_lessons(self.units.rows[0].key)
        (self.resume if self.resume.rows else self.units).focus()
        self.call_after_refresh(self.count_due)

    def on_screen_resume(self) -> None:
        """Show what has changed while the learner was in a lesson."""
        if self.is_mounted and self.units.rows:
            self.show_rows()
            self.syllabus.show_lessons(self.units.rows[self.units.cursor].key)
            self.count_due()

    @work(thread=True, exclusive=True, group="due", exit_on_error=False)
    def count_due(self) -> None:
        """Look up how much is due; home is there before that is known."""
        from tui.review.due import due_now

        tutor = self.tutor
        words = due_now(tutor.progress, tutor.catalog, tutor.engine.runs)
        tutor.call_from_thread(self.show_due, words)

    def show_due(self, words: str) -> None:
        """Say how much is due."""
        if words != self.due and not self.gone:
            self.due = words
            self.show_top()

    @property
    def learner(self) -> str:
        """Who is learning."""
        return current_profile()

    @property
    def listing(self) -> Listing:
        """What there is to show now."""
        return Listing.now(self.tutor.catalog, self.tutor.progress, self.tutor.symbols)

    def show_rows(self) -> None:
        """Everything but the lessons of the highlighted unit."""
        listing = self.listing
        every = listing.lessons()
        self.done = f"{listing.done(every)} of {len(every)} lessons done" if every else ""
        self.show_top()
        self.resume.rows = listing.continue_row()
        self.query_one("#offer", Static).update(
            Content.assemble(
                "  Not new to all of this?  ",
                (self.key_of("placement"), "bold $accent"),
                " asks a few questions and finds your place.",
            )
        )
        self.set_class(bool(every) and listing.last is None and not listing.records, "-first")
        self.syllabus.show_units()
        self.set_class(not every, "-empty")
        self.query_one("#empty", Static).update(
            "There are no lessons here.\n\n"
            "They travel with the program, so something is missing from it.\n"
            "Run  tutor doctor  to see what, or install it again."
        )

    def show_top(self) -> None:
        """How much is due, and how many lessons are done."""
        name = (
            "" if self.learner == DEFAULT_PROFILE else f" {self.tutor.symbols.dot} {self.learner}"
        )
        self.top.left = Content.assemble(("tutor", "bold $accent"), name)
        self.top.right = f" {self.tutor.symbols.dot} ".join(
            words for words in (self.due, self.done) if words
        )

    def on_descendant_focus(self) -> None:
        """Units and lessons have something else said about them."""
        self.syllabus.show_about()

    @on(RowList.Chosen, "#resume, #lessons")
    def lesson_chosen(self, message: RowList.Chosen) -> None:
        """Open that lesson."""
        self.post_message(LessonChosen(message.key))

    @property
    def here(self) -> RowList:
        """The list that has the keys."""
        return self.focused if isinstance(self.focused, RowList) else self.units

    def action_down(self) -> None:
        """One row down; from the continue line into the units."""
        if self.here is self.resume:
            self.units.focus()
        else:
            self.here.move(1)

    def action_up(self) -> None:
        """One row up; from the first row to the continue line."""
        if not self.here.move(-1) and self.resume.rows:
            self.resume.focus()

    def action_first(self) -> None:
        """To the first row."""
        self.here.move(-len(self.here.rows))

    def action_last(self) -> None:
        """To the last row."""
        self.here.move(len(self.here.rows))

    def action_lessons(self) -> None:
        """Over to the lessons."""
        (self.units if self.here is self.resume else self.lessons).focus()

    def action_units(self) -> None:
        """Back to the units."""
        self.units.focus()

    def action_open(self) -> None:
        """Open what is highlighted."""
        self.here.choose()

    def action_back(self) -> None:
        """Esc never quits: it goes to the units, and there says how to leave."""
        if self.here is self.lessons:
            self.units.focus()
        else:
            quits = f"{self.key_of('leave')} quits"
            self.notify(f"You are home. {quits}; everything you have done is kept.", markup=False)

    def action_all_runs(self) -> None:
        """To all runs."""
        self.tutor.action_runs()

    def action_review(self) -> None:
        """Ask what is due."""
        from tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen())

    def action_ward(self) -> None:
        """To the runs that are broken on purpose."""
        from tui.screens.clinic.ward import WardScreen

        self.app.push_screen(WardScreen())

    def action_playground(self) -> None:
        """Play, where it was left."""
        self.post_message(PlaygroundRequested())

    def action_map(self) -> None:
        """All lessons at once."""
        self.tutor.action_map()

    def action_placement(self) -> None:
        """A few questions that find the learner's place."""
        self.tutor.action_placement()

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()
