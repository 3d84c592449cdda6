"""The lab: real runs, live, on one x axis, with what the model does beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Static

from lessons import flow
from lessons.schema import Lesson, Predict, Prose, Run
from tui.backlog import behind
from tui.bridge import Bridge
from tui.commands import Command, HasKeys, bindings
from tui.figures import written
from tui.lab import status
from tui.lab.bench import Bench
from tui.lab.charts import NAMES, ChartState, Scene
from tui.lab.curves import drawn
from tui.lab.opening import AS_IT_IS, Opening
from tui.lab.panes import KNOBS, LOG, RUNS, SCHEDULE, VIEW, WORDS
from tui.lab.predictions import guess, verdict_lines
from tui.lab.smoothing import SMOOTHING
from tui.lab_source import lab_source
from tui.plots.palette import Identity, Look, identity
from tui.plots.theme_look import look_of
from tui.plots.view_spec import ViewSpec
from tui.screens.lab.commands import ACTIONS
from tui.screens.lab.forking import Forking
from tui.screens.lab.leading import Leading
from tui.screens.lab.panes import TWO_COLUMNS
from tui.screens.lab.remembering import Remembering
from tui.screens.lab.showing import Showing
from tui.screens.lab.steering import Steering
from tui.screens.lab.telling import Telling
from tui.screens.lab.together import Together
from tui.symbols import Symbols
from tui.widgets.ask_row import AskRow
from tui.widgets.code_view import CodeView
from tui.widgets.key_bar import KeyBar
from tui.widgets.knob_panel import KnobPanel, KnobState
from tui.widgets.line_chart import LineChart
from tui.widgets.log_pane import LogPane
from tui.widgets.prose import Prose as ProseText
from tui.widgets.run_table import RunTable
from tui.widgets.scenario_row import ScenarioMark, ScenarioRow
from tui.widgets.schedule_bench import ScheduleBench
from tui.widgets.timeline import TimelineBar
from tui.widgets.top_line import TopLine
from tui.widgets.view_pane import ViewPane

BETWEEN = 4
"""Cells that the two ends of the first row leave free, margins included."""
LATER = 0.25
"""Seconds until a frame that was skipped is tried again."""


class LabScreen(Showing, Remembering, Together, Forking, Leading, Steering, Telling):
    """Composes and shows; each of its parts adds what a learner can do, `tui.lab` what is shown."""

    CSS_PATH = "lab.tcss"
    PLACE = "Lab"
    AUTO_FOCUS = ""
    # Text and code beside the plots pay only where the plots keep their width.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (TWO_COLUMNS, "-normal"), (190, "-wide")]
    ACTIONS: ClassVar[tuple[Command, ...]] = ACTIONS
    PANES: ClassVar[tuple[type[HasKeys], ...]] = (
        KnobPanel,
        RunTable,
        TimelineBar,
        ScheduleBench,
        LogPane,
        ProseText,
    )
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    view = query_one(ViewPane)
    knobs = query_one(KnobPanel)
    keys = query_one(KeyBar)

    def __init__(
        self, lesson: Lesson, block: Run | None = None, opening: Opening = AS_IT_IS
    ) -> None:
        super().__init__()
        self.lesson = lesson
        self.block = block
        watched = Opening(view=block.view) if block is not None and block.view else AS_IT_IS
        self.opening = watched if opening == AS_IT_IS else opening
        self.state = ChartState(log_loss=lesson.lab.log_loss, smoothing=SMOOTHING)
        self.drawing = False
        """Whether a frame is on its way to the terminal."""
        self.stale = False
        """Whether something has changed since that frame."""
        self.guess: str | None = None
        """Scenario that the learner predicted."""

    def compose(self) -> ComposeResult:
        """Plots; beside them view and knobs; with much room, text and code as well."""
        yield TopLine()
        yield ScenarioRow(id="scenarios")
        with Horizontal(id="body"):
            with Vertical(id="text"):
                with VerticalScroll(id="prose", can_focus=False):
                    yield ProseText(self.beside(), id=WORDS)
                with VerticalScroll(id="code", can_focus=False):
                    yield CodeView(self.source())
            with Vertical(id="plots"):
                for name in NAMES:
                    yield LineChart(id=name)
            with Vertical(id="side"):
                yield ViewPane(id=VIEW)
                yield RunTable(id=RUNS)
                yield LogPane(id=LOG)
                yield ScheduleBench(id=SCHEDULE)
                yield self.settings_pane()
        yield TimelineBar(id="timeline")
        yield Static(id="verdict")
        yield Static(id="trouble")
        yield Static(id="compared")
        yield AskRow(id="ask")
        yield Static(id="reading")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Show what is there, plan what is to come."""
        self.bench = self.new_bench(lambda index: identity(index, self.look))
        self.bridge = Bridge(self.tutor.engine, self)
        self.show_keys()
        record = self.tutor.progress.lesson(self.lesson.id)
        self.guess = guess(self.lesson, self.block, record)
        self.full_speed = self.tutor.settings.speed == "full"
        self.start_when_planned = bool(self.bench.missing(record, self.device))
        self.recall_layout()
        self.place_panes()
        self.open_as_asked(self.opening)
        self.restore_runs()
        self.plan_runs()
        self.show_verdicts()

    def new_bench(self, who: Callable[[int], Identity]) -> Bench:
        """The bench that runs are put on."""
        return Bench(self.lesson, self.block, who)

    def settings_pane(self) -> Widget:
        """The pane in which runs are set up."""
        return KnobPanel(id=KNOBS)

    def source(self) -> str:
        """The code that trains."""
        return lab_source(self.lesson)

    @property
    def look(self) -> Look:
        """How plots may be drawn in the theme that is on."""
        return look_of(self.app, self.tutor.settings.symbols)

    def use_symbols(self, symbols: Symbols) -> None:
        """In another look from now on; the settings that change it stand over the lab."""
        super().use_symbols(symbols)
        self.bench.repaint(self.look)
        self.redraw()

    def on_screen_resume(self) -> None:
        """What was not drawn while another screen stood before it."""
        if hasattr(self, "bench"):
            self.redraw()

    def beside(self) -> str:
        """The text that led to these runs, and what was asked; never what is still hidden."""
        record = self.tutor.progress.lesson(self.lesson.id)
        blocks = flow.visible(self.lesson, record)
        place = blocks.index(self.block) if self.block in blocks else len(blocks)
        before = [block for block in blocks[:place] if isinstance(block, Prose | Predict)]
        text = [
            block.markdown if isinstance(block, Prose) else f"> {block.ask}" for block in before
        ]
        return "\n\n".join(text[-3:])

    def redraw(self) -> None:
        """Draw what has changed, unless the terminal has not caught up with the last frame."""
        if not self.is_mounted or self.gone:
            return
        if not self.is_current and self.bench.runs == []:
            return
        self.show_words()
        self.show_offers()
        self.show_knobs()
        self.mind()
        self.stale = self.drawing or behind(self.app)
        if self.stale:
            if not self.drawing:
                self.set_timer(LATER, self.redraw)
            return
        self.drawing = True
        self.call_after_refresh(self.drawn)
        self.show_plots()
        self.show_table()
        self.show_timeline()
        self.show_view()

    def drawn(self) -> None:
        """The frame is out; draw what has come in the meantime."""
        self.drawing = False
        if self.stale:
            self.redraw()

    def show_words(self) -> None:
        """First row, scenarios, reading."""
        what = self.differences()
        lefts = self.places(f"    {what[0]}" if what else "")
        state = status.state(
            self.bench.newest if self.making or self.bench.runs else None,
            waiting=self.waiting,
            pace=self.pace,
            planned=bool(self.plans),
            silent=self.silence,
            room=self.size.width - lefts[-1].cell_length - BETWEEN,
        )
        state = self.place_now(self.size.width - lefts[-1].cell_length - BETWEEN) or state
        room = self.size.width - len(state) - BETWEEN
        self.top.left = next((left for left in lefts if left.cell_length <= room), lefts[-1])
        self.top.right = state
        said = not what or what[0] in self.top.left.plain
        self.show_scenarios(() if said else what)
        self.show_compared()
        self.show_reading()

    def places(self, what: str) -> list[Content]:
        """Where the learner is and what the runs differ in, the fullest form first."""
        step = f" {self.tutor.symbols.step_in} "
        unit = (self.tutor.catalog.unit(self.lesson.unit).title + step, "$muted")
        here = ((self.lesson.title, "bold"), (f"{step}lab", "$muted"))
        return [
            Content.assemble(unit, *here, (what, "$muted")),
            Content.assemble(*here, (what, "$muted")),
            Content.assemble(unit, *here),
            Content.assemble(*here),
        ]

    def show_scenarios(self, more: tuple[str, ...]) -> None:
        """What there is to run, and what has been."""
        signs = self.tutor.symbols
        order = [scenario.name for scenario in self.lesson.lab.scenarios]
        marks = []
        for number, scenario in enumerate(self.bench.scenarios, 1):
            look = identity(order.index(scenario.name), self.look)
            runs = [r for r in self.bench.runs if r.scenario == scenario.name and r.standard]
            made = any(run.ended is not None for run in runs)
            marks.append(
                ScenarioMark(
                    number=number,
                    marker=look.marker,
                    colour=look.colour,
                    label=scenario.label,
                    sign=signs.done if made else signs.started if runs else "",
                    chosen=scenario is self.bench.scenario,
                    guessed=scenario.name == self.guess,
                )
            )
        row = self.query_one(ScenarioRow)
        row.marks, row.more = tuple(marks), more
        row.setting = f"seed {self.bench.seed}"
        row.setting += "   knobs by hand" if self.bench.turned else ""
        row.setting += "   rate by hand" if self.bench.changes else ""
        row.setting += self.count_words()
        row.most_rows = 1 if self.narrow else 2

    def scene_now(self) -> Scene:
        """What the plots are made of."""
        runs = self.bench.shown()
        shown = {self.bench.scenario.name, *(run.scenario for run in runs)}
        if self.block is not None and self.bench.overlay in ("all", "bands"):
            shown = {scenario.name for scenario in self.bench.scenarios}
        return Scene(
            runs=runs,
            plans={name: plan for name, plan in self.plans.items() if name in shown},
            order=[scenario.name for scenario in self.lesson.lab.scenarios],
            guess=self.guess,
            look=self.look,
            bands=tuple(self.bench.bands),
        )

    def show_view(self) -> None:
        """The chosen view, of the runs that are shown."""
        views = self.lesson.lab.views
        if VIEW in self.displayed():
            # Where not all have room, the run that is read first has it.
            ordered = drawn(self.scene_now(), self.state.reader)
            over = not any(run.under_way for run in ordered)
            self.follow_views([run.seen for run in ordered], over=over)
            spec = ViewSpec(
                name=views[self.view_index],
                runs=tuple(run.seen for run in ordered),
                width=0,
                height=0,
                look=self.look,
                over=over,
                moment=self.state.cursor,
            )
            shown = self.views_shown
            place = shown.index(self.view_index) + 1 if self.view_index in shown else 1
            self.view.show(spec, place, len(shown))

    def show_knobs(self) -> None:
        """Where the knobs stand."""
        self.knobs.symbols = self.tutor.symbols
        self.knobs.states = tuple(
            KnobState(
                knob=knob,
                value=self.bench.value(knob.name),
                turned=self.is_turned(knob.name),
                acts=self.when_acts(knob, turned=self.is_turned(knob.name)),
            )
            for knob in self.lesson.lab.knobs
        )

    def show_verdicts(self) -> None:
        """Prediction beside observation."""
        record = self.tutor.progress.lesson(self.lesson.id)
        lines = verdict_lines(
            self.lesson,
            self.block,
            record,
            self.tutor.symbols,
            width=max(1, self.size.width - 2),
            scenario=self.opening.scenario,
        )
        self.query_one("#verdict", Static).update(Content("\n").join(lines))
        self.set_class(bool(lines), "-verdict")

    @on(KnobPanel.Turned)
    def knob_turned(self, message: KnobPanel.Turned) -> None:
        """Set it, let it act where it is live, and plan anew."""
        knob, before = message.knob, self.bench.as_set
        old = self.bench.value(knob.name)
        if message.value is None:
            self.bench.turned.pop(knob.name, None)
        else:
            self.bench.turn(knob.name, message.value)
        value = self.bench.value(knob.name)
        self.did(f"{knob.name} {written(old)} → {written(value)}", before, knob=knob.name)
        if isinstance(value, int | float):
            self.set_live(knob, float(value))
        self.redraw()
        self.plan_runs()

    def action_choose(self, key: str) -> None:
        """Choose a scenario by its number."""
        if int(key) <= len(self.bench.scenarios):
            self.choose(int(key) - 1)

    def action_scenario(self, further: int) -> None:
        """Choose the next scenario, or the one before, round and round."""
        self.choose((self.bench.chosen + further) % len(self.bench.scenarios))

    def choose(self, index: int) -> None:
        """Choose a scenario; the knobs go back to it."""
        before = self.bench.as_set
        self.bench.chosen = index
        self.bench.turned.clear()
        self.did(f"{self.bench.scenario.label} chosen", before)
        self.redraw()
        self.plan_runs()

    def action_back(self) -> None:
        """From the knobs to the plots, from a view to the plots, from the lab to the lesson."""
        if self.leave_timeline() or self.step_back():
            return
        if self.making and not self.asked_to_leave:
            self.ask_to_leave()
        else:
            self.app.clear_notifications()  # they speak of keys that are the lab's own
            self.remember_layout()
            self.bridge.give_up()
            self.dismiss()
