"""Moving about among the runs: found, sorted, marked, opened, compared."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input

from lessons.report.lesson import known
from lessons.schema import Lesson
from tui.lab.opening import Opening
from tui.messages import LabRequested, PlaygroundRequested
from tui.runs.facts import facts
from tui.runs.finding import Wanted, offers
from tui.runs.listed import COLUMNS, Listed
from tui.runs.outcome import counted
from tui.runs.replay import play_of
from tui.screens.reading import ReadingScreen
from tui.screens.runs.taking_out import TakingOut
from tui.widgets.lines import BLANK, Lines, Paragraph
from tui.widgets.row_list import Row
from tui.widgets.run_about import told
from tui.widgets.runs_list import RunsList

MOST_COMPARED = 8
"""Runs that a lab overlays."""
GONE = "The lesson of this run no longer exists, so its lab cannot be opened. It stays on record."


class Choosing(TakingOut):
    """The part of the runs screen that chooses."""

    wanted: Wanted
    table = query_one(RunsList)
    field = query_one("#filter", Input)

    about_chosen: bool | None = None
    """Whether the learner wants everything about the run; None leaves it to the room."""

    def show_runs(self) -> None:
        """Those that are looked for, in order."""
        raise NotImplementedError

    def fit(self) -> None:
        """Draw for the room there is."""
        raise NotImplementedError

    def scroll_about(self, pages: int) -> bool:
        """Read on about the run where that has all the room; False where the list is seen."""
        raise NotImplementedError

    def show_top(self) -> None:
        """How many there are, and how many are marked."""
        raise NotImplementedError

    def look_for(self, wanted: Wanted) -> None:
        """List other runs, or in another order."""
        self.wanted = wanted
        self.show_runs()

    def action_down(self) -> None:
        """One row down; from the filter into the list."""
        self.step(1)

    def action_up(self) -> None:
        """One row up."""
        self.step(-1)

    def step(self, rows: int) -> None:
        """Move in the list, or into it."""
        if self.focused is self.table:
            self.table.move(rows)
        else:
            self.table.focus()

    def action_page_down(self) -> None:
        """A page down."""
        if not self.scroll_about(1):
            self.table.move(self.table.page)

    def action_page_up(self) -> None:
        """A page up."""
        if not self.scroll_about(-1):
            self.table.move(-self.table.page)

    def action_first(self) -> None:
        """To the first row."""
        self.table.move(-len(self.table.runs))

    def action_last(self) -> None:
        """To the last row."""
        self.table.move(len(self.table.runs))

    def action_filter(self) -> None:
        """Into the field."""
        self.field.focus()

    @on(Input.Changed, "#filter")
    def typed(self, message: Input.Changed) -> None:
        """Find as it is typed."""
        if message.value != self.wanted.text:
            self.look_for(replace(self.wanted, text=message.value))

    @on(Input.Submitted, "#filter")
    def found(self) -> None:
        """Back to what was found."""
        self.table.focus()

    def action_offer(self) -> None:
        """Let the learner choose a status, a lesson or a tag."""
        found = offers(self.every)
        if found:
            rows = [
                Row(key=one.word, mark="", text=one.label, right=str(one.runs)) for one in found
            ]
            self.app.push_screen(self.ask("Only runs that are …", rows, ""), self.narrow)

    def narrow(self, word: str | None) -> None:
        """Look for one more word."""
        if word:
            self.field.value = " ".join([*self.wanted.text.split(), word])

    def action_sort(self) -> None:
        """By the next column."""
        names = [column.name for column in COLUMNS]
        following = names[(names.index(self.wanted.column) + 1) % len(names)]
        self.look_for(replace(self.wanted, column=following, turned=False))

    def action_turn(self) -> None:
        """The other way round."""
        self.look_for(replace(self.wanted, turned=not self.wanted.turned))

    @on(RunsList.ColumnChosen)
    def head_clicked(self, message: RunsList.ColumnChosen) -> None:
        """By that column; by the same one, the other way round."""
        again = message.column == self.wanted.column
        turned = again and not self.wanted.turned
        self.look_for(replace(self.wanted, column=message.column, turned=turned))

    def action_mark(self) -> None:
        """Mark the highlighted run, or take the mark off, and go on."""
        one = self.current()
        if one is not None:
            self.table.marked ^= {one.run}
            self.table.move(1)
            self.show_top()

    def action_mark_all(self) -> None:
        """Mark all runs that are listed; where they are, none."""
        shown = frozenset(one.run for one in self.table.runs)
        self.table.marked = frozenset() if shown <= self.table.marked else self.table.marked | shown
        self.show_top()

    def action_about(self) -> None:
        """Everything about the run, or the list alone."""
        self.about_chosen = not self.has_class("-about")
        self.set_class(self.about_chosen, "-about")
        self.call_after_refresh(self.fit)

    def action_open(self) -> None:
        """Open the highlighted run."""
        one = self.current()
        if one is not None:
            self.open([one])

    @on(RunsList.Chosen)
    def chosen(self) -> None:
        """The same by mouse."""
        self.action_open()

    def action_compare(self) -> None:
        """Open the marked runs in one lab, or say why that cannot be."""
        runs = self.meant()
        refusal = why_not(runs, self.key_of("mark"), self.key_of("compare"))
        if refusal:
            self.notify(refusal, title="Not compared", timeout=8, markup=False)
        else:
            self.open(runs)

    def open(self, runs: list[Listed]) -> None:
        """In the lab of their lesson; where there is none any more, as a page to read."""
        asked = runs[0].entry.info.request
        lesson = known(self.tutor.catalog, asked.origin)
        play = play_of(asked, self.tutor.catalog)
        if lesson is not None:
            self.post_message(LabRequested(lesson, opening(lesson, runs)))
        elif play is not None:
            ids = tuple(sorted(one.run for one in runs))
            self.post_message(PlaygroundRequested(play, Opening(runs=ids)))
        else:
            self.read_only(runs[0])

    def read_only(self, one: Listed) -> None:
        """What is on record."""
        page = Lines()
        page.paragraphs = (Paragraph(Content(GONE)), BLANK, *map(told, facts(one)))
        self.app.push_screen(ReadingScreen(Content.styled(one.label or one.run, "bold"), page))

    def action_back(self) -> None:
        """From the field to the list, from what was found to all runs, then to where one was."""
        if self.focused is self.field:
            self.table.focus()
        elif self.has_class("-about") and self.has_class("-narrow"):
            self.action_about()
        elif self.table.marked:
            self.unmark()
        elif self.wanted.text:
            self.field.value = ""
        else:
            self.app.pop_screen()


def why_not(runs: list[Listed], mark: str, compare: str) -> str:
    """Why these runs cannot be compared; empty where they can. The keys are those in force."""
    lessons = {one.entry.info.request.origin: one.lesson for one in runs}
    if len(runs) < 2:
        return f"Mark two runs or more with {mark}; then {compare} puts them into one lab."
    if len(lessons) > 1:
        some = " and ".join(list(lessons.values())[:2])
        return f"They belong to different labs: {some}. A lab has one model and one loss."
    if len(runs) > MOST_COMPARED:
        return f"A lab shows at most {MOST_COMPARED} runs; {counted(len(runs))} are marked."
    return "" if runs[0].taught else GONE


def opening(lesson: Lesson, runs: list[Listed]) -> Opening:
    """A lab that shows these runs, on the scenario of the first."""
    names = {scenario.name for scenario in lesson.lab.scenarios}
    scenario = runs[0].entry.info.request.name
    return Opening(
        scenario=scenario if scenario in names else None,
        runs=tuple(sorted(one.run for one in runs)),
    )
