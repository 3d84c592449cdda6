"""All runs ever made: found, sorted, opened, compared."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState, get_current_worker

from engine.failure import explain
from engine.runs_index import RunsIndex
from engine.thumbnail import thumbnail
from lessons.report.lesson import known, predicted
from tui.commands import bindings
from tui.figures import size
from tui.plots.spec import ChartSpec
from tui.plots.theme_look import look_of
from tui.runs.facts import facts
from tui.runs.finding import Wanted, arranged
from tui.runs.listed import Listed, listed
from tui.runs.outcome import counted
from tui.runs.plotting import NamedCurve, curve_spec
from tui.screens.runs.choosing import Choosing
from tui.screens.runs.commands import ACTIONS
from tui.symbols import Symbols
from tui.widgets.ask_row import AskRow
from tui.widgets.key_bar import KeyBar
from tui.widgets.run_about import RunAbout
from tui.widgets.runs_list import RunsList
from tui.widgets.top_line import TopLine

NONE_YET = (
    "No runs yet.\n\n"
    "Every run of a lab is listed here, with its settings and what it came to.\n"
    "Open a lesson and press {run} in its lab to make the first one."
)
NONE_FOUND = "No run is like that. {filter} changes what is looked for, esc gives all runs back."
HINT = "words, #tag, status:diverged, lr=0.1"
ROOM_FOR_ABOUT = 150
"""Cells from which on the highlighted run is told of beside the list."""
LOOK_AGAIN = 2.0
"""Seconds between two looks at runs that are under way."""


class RunsScreen(Choosing):
    """The list on the left, the highlighted run beside it where there is room."""

    CSS_PATH = "runs.tcss"
    PLACE = "Runs"
    AUTO_FOCUS = "RunsList"
    ACTIONS = ACTIONS
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    about = query_one(RunAbout)

    def __init__(self) -> None:
        super().__init__()
        self.every: tuple[Listed, ...] = ()
        self.wanted = Wanted()
        self.read = False
        """Whether the runs have been read for the first time."""
        self.index: RunsIndex | None = None

    def compose(self) -> ComposeResult:
        """The filter above list and detail."""
        signs = self.tutor.symbols
        yield TopLine()
        with Horizontal(id="finding"):
            yield Static(id="find")
            yield Input(compact=True, id="filter", placeholder=HINT)
        with Horizontal(id="body"):
            yield RunsList(signs)
            yield RunAbout()
        yield Static(id="empty")
        yield AskRow()
        yield KeyBar(signs)

    def on_mount(self) -> None:
        """Read what is there."""
        self.show_keys()
        self.top.left = Content.styled("Runs", "bold")
        self.set_interval(LOOK_AGAIN, self.look_again)

    def on_resize(self) -> None:
        """Tell of the highlighted run where there is room, unless the learner chose otherwise."""
        if self.about_chosen is None:
            self.set_class(self.size.width >= ROOM_FOR_ABOUT, "-about")
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Draw for the room there is: a layout that follows a scroll tells nobody of new sizes."""
        if not self.gone:
            self.table.fit()
            self.highlighted()

    def scroll_about(self, pages: int) -> bool:
        """Read on about the run where that has all the room."""
        if self.table.display:
            return False
        self.about.scroll_relative(y=pages * (self.about.size.height - 1), animate=False)
        return True

    def show_keys(self) -> None:
        """The last row, and the key in front of the filter."""
        super().show_keys()
        key = self.key_of("filter")
        self.query_one("#find", Static).update(
            Content.assemble((key, "bold $accent"), (" find", "$muted"))
        )

    def on_screen_resume(self) -> None:
        """Show what was made while the learner was elsewhere."""
        self.reload()

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.table.symbols = symbols
        self.highlighted()

    def look_again(self) -> None:
        """Runs that are under way go on."""
        if self.is_current and any(one.entry.status == "running" for one in self.every):
            self.reload()

    @work(thread=True, group="list", exclusive=True, exit_on_error=False)
    def reload(self) -> None:
        """Read what has changed on disk."""
        if self.index is None:
            self.index = RunsIndex(self.store)
        found = listed(self.index.entries(), self.tutor.catalog)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.take, found)

    def take(self, found: tuple[Listed, ...]) -> None:
        """List these runs from now on."""
        if self.is_mounted and not self.gone:
            self.every, self.read = found, True
            self.table.marked &= {one.run for one in found}
            self.show_runs()

    def show_runs(self) -> None:
        """Those that are looked for, in order."""
        found = arranged(self.every, self.wanted)
        self.table.wanted = self.wanted
        self.table.show(found)
        self.set_class(self.read and not found, "-none")
        if not found:
            self.query_one("#empty", Static).update(self.nothing())
        self.show_top()

    def nothing(self) -> str:
        """Why the list is empty, and what to do."""
        if self.every:
            return NONE_FOUND.format(filter=self.key_of("filter"))
        from tui.screens.lab.commands import RUNNING

        (run,) = (one for one in RUNNING if one.id == "run")
        return NONE_YET.format(run=self.tutor.key_words.of(run))

    def show_top(self) -> None:
        """How many runs, how large, how many of them marked."""
        shown = self.table.runs
        parts = [counted(len(self.every))]
        if len(shown) < len(self.every):
            parts = [f"{len(shown)} of {counted(len(self.every))}"]
        parts.append(size(sum(one.entry.size for one in shown)))
        if self.table.marked:
            parts.insert(0, f"{len(self.table.marked)} marked")
        self.top.right = "   ".join(parts) if self.every else ""

    @on(RunsList.Highlighted)
    def highlighted(self) -> None:
        """Say everything about it, where that is seen."""
        one = self.current()
        self.about.set_class(one is None, "-nothing")
        if one is not None and self.has_class("-about"):
            lesson = known(self.tutor.catalog, one.entry.info.request.origin)
            record = self.tutor.progress.lesson(one.entry.info.request.origin)
            self.about.show(facts(one), predicted(lesson, record), self.tutor.symbols)
            self.read_curve(one)

    @work(thread=True, group="curve", exclusive=True, exit_on_error=False)
    def read_curve(self, one: Listed) -> None:
        """Read some points of its loss."""
        points = thumbnail(self.store.folder(one.run))
        lesson = known(self.tutor.catalog, one.entry.info.request.origin)
        look = look_of(self.app, self.tutor.settings.symbols)
        log = lesson.lab.log_loss if lesson else False
        spec = curve_spec([NamedCurve("", points)], look, log_y=log)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self.draw_curve, one.run, spec)

    def draw_curve(self, run: str, spec: ChartSpec) -> None:
        """Draw it, unless another run is highlighted by now."""
        one = None if self.gone else self.current()
        if one is not None and one.run == run:
            self.about.draw(replace(spec, gutter=7))

    @on(Worker.StateChanged)
    def thread_failed(self, message: Worker.StateChanged) -> None:
        """No thread fails in silence."""
        if message.state is WorkerState.ERROR and message.worker.error is not None:
            self.say(explain(message.worker.error))

    def current(self) -> Listed | None:
        """The highlighted run."""
        return self.table.current

    def meant(self) -> list[Listed]:
        """The runs that are marked, wherever they are, else the highlighted one."""
        marked = [one for one in self.every if one.run in self.table.marked]
        one = self.current()
        return marked or ([one] if one is not None else [])

    def unmark(self) -> None:
        """Take all marks off."""
        self.table.marked = frozenset()
        self.show_top()
