"""The playground: the lab without a lesson, where everything is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, cast

from textual import on
from textual.content import Content
from textual.widget import Widget

from engine.events import Problem
from engine.playground import RECIPE, Objection
from engine.request import Parameters, RunRequest, Value
from engine.runs import RunStore
from lessons import playground
from lessons.catalog import Catalog
from lessons.playground import Play
from tui.bridge import RunBegan
from tui.commands import Command, HasKeys, bindings
from tui.lab.bench import Bench
from tui.lab.chooser import text
from tui.lab.panes import KNOBS
from tui.lab.play_bench import PlayBench
from tui.lab.play_code import objected, play_code
from tui.lab.restoring import latest
from tui.lab.undo import Setting
from tui.plots.palette import Identity, identity
from tui.screens.code import CodeScreen
from tui.screens.lab.commands import ACTIONS as LAB
from tui.screens.lab.screen import LabScreen
from tui.screens.share import ShareScreen
from tui.symbols import Symbols
from tui.widgets.chooser import Chooser
from tui.widgets.code_view import CodeView
from tui.widgets.knob_panel import KnobPanel
from tui.widgets.picker import Picker
from tui.widgets.scenario_row import ScenarioRow

NOT_HERE = ("all", "choose", "scenario(1)", "scenario(-1)", "playground")
"""Commands of the lab that need scenarios, or lead here."""
OWN = (
    Command("copy", ("C",), "share", "Copy the share string of what is chosen, and show it."),
    Command("share", ("i",), "open string", "Type or paste a share string and open it."),
)
ABOUT = """\
## Playground

Everything the engine has, free to combine. Choose on the right; **{run}** trains, and the next run
is drawn over the last. What makes no sense says so where you chose it, and what would.

**{list}** on a choice lists all of its values, **{everything}** shows every setting there is,
**{reset}** takes a choice back. **{copy}** copies what you have chosen as one line; **{share}**
opens such a line.
"""


def _commands() -> Iterator[Command]:
    """The lab's, with choices in the place of knobs."""
    for one in LAB:
        if one.id == "knobs":
            yield replace(one, title="choices", help="To the choices; esc goes back to the plots.")
        elif one.id not in NOT_HERE:
            yield one


class PlaygroundScreen(LabScreen):
    """A lab whose scenario is what the learner chooses."""

    CSS_PATH = "lab/lab.tcss"
    PLACE = "Playground"
    ACTIONS: ClassVar[tuple[Command, ...]] = (*_commands(), *OWN)
    PANES: ClassVar[tuple[type[HasKeys], ...]] = (
        Chooser,
        *(kind for kind in LabScreen.PANES if kind != KnobPanel),
    )
    BINDINGS = bindings(OWN)

    def __init__(self, play: Play, catalog: Catalog) -> None:
        super().__init__(playground.lab_of(play, catalog))
        self.play = play
        """What it was opened with."""

    def new_bench(self, who: Callable[[int], Identity]) -> Bench:
        """A bench for what is chosen."""
        return PlayBench(self.play, self.tutor.catalog, who)

    def earlier_runs(self, store: RunStore) -> list[str]:
        """The latest of the playground; where some were asked for, only those."""
        return list(self.opening.runs) or latest(store, self.lesson.id)

    def settings_pane(self) -> Widget:
        """The chooser in the place of knobs."""
        chooser = Chooser(id=KNOBS)
        chooser.set_reactive(Chooser.symbols, self.tutor.symbols)
        return chooser

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.chooser.symbols = symbols

    def source(self) -> str:
        """The run as a program; of what cannot be trained, why not."""
        play = self.chosen.play if hasattr(self, "bench") else self.play
        objection = playground.stopping(play, self.tutor.catalog)
        if objection is not None:
            return objected(objection)
        return play_code(playground.request(play, self.tutor.catalog), playground.write(play))

    def program_of(self, request: RunRequest) -> str | None:
        """What slow motion shows beside the loop; a lesson's recipe can be read itself."""
        if request.recipe != RECIPE:
            return None
        if self.chosen.objection is not None:
            return play_code(request, "")  # of another run than the one that is chosen
        known = playground.request(self.chosen.play, self.tutor.catalog)
        same = known.parameters == request.parameters and known.seed == request.seed
        return play_code(request, playground.write(self.chosen.play) if same else "")

    @property
    def chosen(self) -> PlayBench:
        """The bench, as the playground knows it."""
        return cast("PlayBench", self.bench)

    @property
    def chooser(self) -> Chooser:
        """The pane with the choices."""
        return self.query_one(Chooser)

    def on_mount(self) -> None:
        """Begin at the choices, once everything is in its place."""
        self.call_after_refresh(self.show_pane, KNOBS)

    def beside(self) -> str:
        """What this is, where there is room for it."""
        offered = (*Chooser.ACTIONS, *self.ACTIONS)
        return ABOUT.format(**{one.id: self.tutor.key_words.of(one) for one in offered})

    def places(self, what: str) -> list[Content]:
        """Where the learner is and what the runs differ in."""
        here = (self.lesson.title, "bold")
        return [Content.assemble(here, (what, "$muted")), Content.assemble(here)]

    def show_scenarios(self, more: tuple[str, ...]) -> None:
        """What `r` trains next, as it will be drawn."""
        look = identity(len(self.bench.runs), self.look)
        row = self.query_one(ScenarioRow)
        row.marks, row.more, row.most_rows = (), more, 1 if self.narrow else 2
        objection = self.chosen.objection
        told = f"{look.marker} next: {self.chosen.next_label}   seed {self.bench.seed}"
        row.setting = told if objection is None else f"! {objection.why}"

    def show_knobs(self) -> None:
        """What is chosen, and what there is to choose."""
        self.chooser.choices = self.chosen.rows

    def follow_choices(self) -> None:
        """Fit the screen to what is chosen now."""
        self.lesson = self.bench.lesson
        self.tutor.last_play.keep(self.chosen.play)
        self.query_one(CodeView).show(self.source())
        self.redraw()
        self.plan_runs()

    def bring(self, wrong: Setting, right: Setting) -> None:
        """Take something back, or do it again; the rows and views follow."""
        super().bring(wrong, right)
        self.follow_choices()

    @on(Chooser.Chosen)
    def value_chosen(self, message: Chooser.Chosen) -> None:
        """Take a choice, let it act on the run under way where it can, and plan anew."""
        before = self.bench.as_set
        row = self.chosen.rows.row(message.name)
        self.chosen.choose_value(message.name, message.value)
        now = self.chosen.rows.row(message.name)
        if row is not None and now is not None:
            words = f"{message.name} {text(row.value)} → {text(now.value)}"
            self.did(words, before, knob=message.name)
        self.follow_choices()
        for knob in self.lesson.lab.knobs:
            if message.name in (knob.name, playground.LIVE[knob.name], f"optimizer.{knob.name}"):
                self.set_live(knob, float(self.bench.value(knob.name)))

    @on(Chooser.Listed)
    def values_wanted(self, message: Chooser.Listed) -> None:
        """List all values of a row."""

        def take(value: Value | None) -> None:
            if value is not None:
                self.chooser.post_message(Chooser.Chosen(message.row.field.name, value))

        self.app.push_screen(Picker(message.row, self.tutor.symbols), take)

    @on(RunBegan)
    def show_run(self) -> None:
        """Where there is room for one column only, the choices make room for what they do."""
        if self.narrow and self.arrangement.front == KNOBS:
            self.step_back()

    def gives_away(self, requests: Sequence[RunRequest]) -> bool:  # noqa: ARG002
        """Whether runs must not be made now: where the choices make no sense."""
        objection = self.chosen.objection
        if objection is not None:
            self.say(_problem(objection))
            self.chooser.cursor = objection.field
            self.show_pane(KNOBS)
        return objection is not None

    def schedule_now(self) -> Parameters:
        """What was shaped before."""
        return self.chosen.settings

    def use_schedule(self, changes: Parameters) -> None:
        """The shape becomes a choice, as any other; none: what is proposed."""
        before = self.bench.as_set
        others = [one for one in self.chosen.settings if one[0].partition(".")[0] != "schedule"]
        play = replace(self.chosen.play, parameters=(*others, *changes))
        self.chosen.take(playground.settled(play, self.tutor.catalog))
        self.did("the schedule shaped", before)
        self.follow_choices()

    def action_playground(self) -> None:
        """It is here already: to the choices."""
        self.show_pane(KNOBS)

    def action_copy(self) -> None:
        """The share string, on the clipboard and on the screen."""
        share = playground.write(self.chosen.play)
        self.app.copy_to_clipboard(share)
        self.app.push_screen(ShareScreen(share, copied=True))

    def action_share(self) -> None:
        """Open another share string; the one of now is there to be changed."""
        self.app.push_screen(ShareScreen(playground.write(self.chosen.play)))

    def take(self, play: Play) -> None:
        """Choose all of this, with everything that is on the bench kept."""
        before = self.bench.as_set
        self.chosen.take(play)
        self.did("a share string opened", before)
        self.follow_choices()

    def action_code(self) -> None:
        """The run as a program, where there is one."""
        if not self.gives_away(()):
            self.app.push_screen(CodeScreen(self.lesson, self.source()))

    def action_slow_motion(self) -> None:
        """Take one update apart: of a run that was gone back in, or of what is chosen."""
        past = self.voyage is not None or self.slow_request().fork is not None
        if past or not self.gives_away(()):
            super().action_slow_motion()


def _problem(objection: Objection) -> Problem:
    return Problem(
        title="This cannot be trained", reason=objection.why, next_step=objection.instead
    )
