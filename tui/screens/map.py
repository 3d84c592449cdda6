"""The map: all units and lessons at once, what rests on what, and how far the learner is."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from lessons.errors import TutorError
from lessons.map import CurriculumMap
from tui.atlas import Atlas, due_counts
from tui.commands import Command, bindings
from tui.messages import LessonChosen
from tui.screens.base import TutorScreen
from tui.symbols import Symbols
from tui.widgets.key_bar import KeyBar
from tui.widgets.lesson_about import LessonAbout
from tui.widgets.lesson_map import LessonMap
from tui.widgets.top_line import TopLine

BY_HAND = "hand"
"""What it rests on that a lesson is known where the learner says so on the map."""


class MapScreen(TutorScreen):
    """A lane for every unit; below or beside it, what the chosen lesson is about."""

    CSS_PATH = "map.tcss"
    PLACE = "Map"
    EVERYWHERE = ("command_palette", "help")
    AUTO_FOCUS = "LessonMap"
    ACTIONS = (
        Command("along", ("right", "l"), "choose", "The next lesson.", label="←→↑↓", palette=False),
        Command(
            "along_back", ("left", "h"), "before", "The lesson before.", footer=False, palette=False
        ),
        Command("down", ("down", "j"), "unit", "To the unit below.", footer=False, palette=False),
        Command("up", ("up", "k"), "unit above", "To the unit above.", footer=False, palette=False),
        Command("first", ("home", "g"), "first", "To the first unit.", footer=False, palette=False),
        Command("last", ("end", "G"), "last", "To the last unit.", footer=False, palette=False),
        Command("open", ("enter",), "open", "Open the chosen lesson.", palette=False),
        Command("suggested", ("n",), "next one", "To the lesson that comes next for you."),
        Command("know", ("x",), "known", "Mark the chosen lesson as known, or take that back."),
        Command("placement", ("w",), "where do I start?", "A few questions that find your place."),
        Command("back", ("escape", "q"), "back", "Back to where you were.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    map = query_one(LessonMap)
    about = query_one(LessonAbout)

    def __init__(self) -> None:
        super().__init__()
        self.due: dict[str, int] = {}
        self.graph: CurriculumMap | None = None
        self.atlas: Atlas | None = None

    def compose(self) -> ComposeResult:
        """Map, chosen lesson, signs, keys."""
        signs = self.tutor.symbols
        yield TopLine()
        with Container(id="body"):
            yield LessonMap(signs)
            with VerticalScroll(id="about", can_focus=False):
                yield LessonAbout()
        yield Static(
            "There are no lessons here.\n\nRun  tutor doctor  to see what is missing.", id="empty"
        )
        yield Static(id="legend")
        yield KeyBar(signs)

    def on_mount(self) -> None:
        """Start where the learner would go on."""
        self.graph = CurriculumMap(self.tutor.catalog)
        self.show_keys()
        self.show_map()
        self.action_suggested()
        self.count_due()

    def on_screen_resume(self) -> None:
        """Show what has changed meanwhile."""
        if self.graph is not None:
            self.show_map()
            self.count_due()

    def use_symbols(self, symbols: Symbols) -> None:
        """Draw with other signs."""
        super().use_symbols(symbols)
        self.map.symbols = symbols
        self.show_map()

    @work(thread=True, group="due", exclusive=True)
    def count_due(self) -> None:
        """See what waits to be reviewed: it looks at all runs."""
        tutor = self.tutor
        try:
            due = due_counts(tutor.progress, tutor.catalog, tutor.engine.runs)
        except TutorError as error:
            self.app.call_from_thread(self.say, error.problem)
            return
        self.app.call_from_thread(self.take_due, due)

    def take_due(self, due: dict[str, int]) -> None:
        """What waits is known."""
        if due != self.due and not self.gone:
            self.due = due
            self.show_map()

    def show_map(self) -> None:
        """Everything, as it stands now."""
        if self.graph is None:
            return
        records = {one.lesson: one for one in self.tutor.progress.all()}
        self.atlas = Atlas(self.graph, records, self.due, self.tutor.symbols)
        stands = self.atlas.standings
        done = sum(one == "done" for one in stands.values())
        known = sum(one == "known" for one in stands.values())
        self.top.left = Content.styled("Map", "bold")
        also = f", {known} known" if known else ""
        self.top.right = f"{done} of {len(stands)} lessons done{also}"
        self.set_class(not stands, "-empty")
        self.query_one("#legend", Static).update(Content(self.atlas.legend()))
        self.map.lanes = self.atlas.lanes()
        self.show_about()

    @on(LessonMap.Highlighted)
    def show_about(self) -> None:
        """What the chosen lesson is about, and what is before and after it."""
        chosen = self.map.current
        if chosen is None or self.graph is None or self.atlas is None:
            return
        self.map.after = self.graph.after(chosen)
        self.map.before = self.graph.before(chosen)
        self.about.about = self.atlas.about(chosen)

    @on(LessonMap.Chosen)
    def open_lesson(self, message: LessonMap.Chosen) -> None:
        """Open it."""
        self.post_message(LessonChosen(message.lesson))

    def action_along(self) -> None:
        """The next lesson."""
        self.map.along(1)

    def action_along_back(self) -> None:
        """The lesson before."""
        self.map.along(-1)

    def action_down(self) -> None:
        """To the unit below."""
        self.map.across(1)

    def action_up(self) -> None:
        """To the unit above."""
        self.map.across(-1)

    def action_first(self) -> None:
        """To the first unit."""
        self.map.across(-len(self.map.lanes))

    def action_last(self) -> None:
        """To the last unit."""
        self.map.across(len(self.map.lanes))

    def action_open(self) -> None:
        """Open the chosen lesson."""
        self.map.choose()

    def action_suggested(self) -> None:
        """To the lesson that comes next."""
        suggested = self.atlas.suggested() if self.atlas else None
        if suggested is not None:
            self.map.go_to(suggested)

    def action_know(self) -> None:
        """Say that the chosen lesson is known, or that it is not."""
        chosen = self.map.current
        if chosen is None or self.atlas is None:
            return
        stands = self.atlas.standings[chosen]
        if stands in ("done", "started"):
            self.notify("Only a lesson that is not begun can be marked as known.", markup=False)
            return
        try:
            self.tutor.progress.record_known([chosen], "" if stands == "known" else BY_HAND)
        except TutorError as error:
            self.say(error.problem)
        self.show_map()

    def action_placement(self) -> None:
        """To a few questions that find the learner's place."""
        self.tutor.action_placement()

    def action_back(self) -> None:
        """Back to where the learner was."""
        self.app.pop_screen()
