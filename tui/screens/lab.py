"""The lab: real runs, live, on one x axis, with what the model does beside them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from lessons import flow
from lessons.schema import Lesson, Predict, Prose, Run
from tui.backlog import behind
from tui.bridge import Bridge
from tui.commands import bindings
from tui.lab import status
from tui.lab.bench import Bench
from tui.lab.charts import NAMES, SMOOTHINGS, ChartState, Scene, charts, limits
from tui.lab.differs import differs
from tui.lab_source import lab_source
from tui.plots.palette import Look, identity
from tui.plots.theme_look import look_of
from tui.plots.view_spec import ViewSpec
from tui.screens.code import CodeScreen
from tui.screens.lab_commands import ACTIONS
from tui.screens.lab_runs import LabRuns
from tui.widgets.code_view import CodeView
from tui.widgets.key_bar import KeyBar, Keys
from tui.widgets.knob_panel import KnobPanel, KnobState
from tui.widgets.line_chart import LineChart
from tui.widgets.prose import Prose as ProseText
from tui.widgets.top_line import TopLine
from tui.widgets.view_pane import ViewPane

LATER = 0.25
"""Seconds until a frame that was skipped is tried again."""
MOST_ROWS = 2
"""Rows that the scenarios may take where there is room."""
COLUMNS = 100
"""Cursor positions over the visible steps."""


class LabScreen(LabRuns):
    """Composes, binds and routes; runs are made by the other half, plots by `tui.lab.charts`."""

    CSS_PATH = "lab.tcss"
    PLACE = "Lab"
    AUTO_FOCUS = ""
    ACTIONS = ACTIONS
    BINDINGS = bindings(ACTIONS)

    top = query_one(TopLine)
    view = query_one(ViewPane)
    knobs = query_one(KnobPanel)
    keys = query_one(KeyBar)

    def __init__(self, lesson: Lesson, block: Run | None) -> None:
        super().__init__()
        self.lesson = lesson
        self.block = block
        self.state = ChartState(log_loss=lesson.lab.log_loss, smoothing=0.0)
        self.view_index = 0
        self.drawing = False
        """Whether a frame is on its way to the terminal."""
        self.scenario_rows = 1
        self.guess: str | None = None
        """Scenario that the learner predicted."""
        self.stale = False
        """Whether something has changed since that frame."""

    def compose(self) -> ComposeResult:
        """Plots; beside them view and knobs; with much room, text and code as well."""
        yield TopLine()
        yield Static(id="scenarios")
        with Horizontal(id="body"):
            with Vertical(id="text"):
                with VerticalScroll(id="prose", can_focus=False):
                    yield ProseText(self.beside())
                with VerticalScroll(id="code", can_focus=False):
                    yield CodeView(lab_source(self.lesson))
            with Vertical(id="plots"):
                for name in NAMES:
                    yield LineChart(id=name)
            with Vertical(id="side"):
                yield ViewPane()
                yield KnobPanel()
        yield Static(id="verdict")
        yield Static(id="reading")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Show what is there, plan what is to come."""
        look = self.look
        self.bench = Bench(self.lesson, self.block, lambda index: identity(index, look))
        self.bridge = Bridge(self.tutor.engine, self)
        self.keys.keys = Keys(self.footer_commands(), self.tutor.ACTIONS[1:2])
        self.set_class(not self.lesson.lab.views, "-no-view")
        self.set_class(not self.lesson.lab.knobs, "-no-knobs")
        record = self.tutor.progress.lesson(self.lesson.id)
        self.guess = self.guessed()
        self.full_speed = self.tutor.settings.speed == "full"
        self.start_when_planned = bool(self.bench.missing(record, self.device))
        self.redraw()
        self.restore_runs()
        self.plan_runs()
        self.show_verdicts()

    @property
    def look(self) -> Look:
        """How plots may be drawn in the theme that is on."""
        return look_of(self.app, self.tutor.settings.symbols)

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
        if not self.is_mounted or (not self.is_current and self.bench.runs == []):
            return
        self.show_words()
        self.show_knobs()
        self.stale = self.drawing or behind(self.app)
        if self.stale:
            if not self.drawing:
                self.set_timer(LATER, self.redraw)
            return
        self.drawing = True
        self.call_after_refresh(self.drawn)
        self.show_plots()
        self.show_view()

    def drawn(self) -> None:
        """The frame is out; draw what has come in the meantime."""
        self.drawing = False
        if self.stale:
            self.redraw()

    def show_words(self) -> None:
        """First row, scenarios, reading."""
        shown = self.bench.shown()
        state = status.state(
            self.bench.newest if self.making or self.bench.runs else None,
            waiting=self.waiting,
            pace=self.pace,
            planned=bool(self.plans),
        )
        what = differs([run.info.request for run in shown])
        room = self.size.width - len(state) - 4
        lefts = self.places(f"    differs: {what}" if what else "")
        self.top.left = next((left for left in lefts if left.cell_length <= room), lefts[-1])
        self.top.right = state
        said = not what or what in self.top.left.plain
        self.show_scenarios("" if said else f"   differs: {what}")
        plan = self.plans.get(self.bench.scenario.name)
        text = status.reading(shown, self.state.cursor) or status.before(plan)
        self.query_one("#reading", Static).update(Content(text), layout=False)

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

    def show_scenarios(self, more: str) -> None:
        """Number, marker, name and state of every scenario; with little room, names give way."""
        room = self.size.width - 2
        rows = wrapped(self.scenario_names(short=False), room)
        if len(rows) > (1 if self.has_class("-narrow") else MOST_ROWS):
            rows = wrapped(self.scenario_names(short=True), room)[:1]
        full = rows[-1] + Content.styled(more, "$muted")
        if full.cell_length <= room:
            rows[-1] = full
        changed = len(rows) != self.scenario_rows
        self.scenario_rows = len(rows)
        self.query_one("#scenarios", Static).update(Content("\n").join(rows), layout=changed)

    def scenario_names(self, *, short: bool) -> list[Content]:
        """The scenarios; in short, only the chosen one by name."""
        parts = []
        signs = self.tutor.symbols
        order = [scenario.name for scenario in self.lesson.lab.scenarios]
        for number, scenario in enumerate(self.bench.scenarios, 1):
            runs = [r for r in self.bench.runs if r.scenario == scenario.name and r.standard]
            made = any(not run.under_way for run in runs)
            mark = identity(order.index(scenario.name), self.look)
            chosen = scenario is self.bench.scenario
            parts.append(
                Content.assemble(
                    (f"{number} ", "bold $accent" if chosen else "$muted"),
                    (mark.marker, mark.colour),
                    " " if chosen or not short else "",
                    (
                        scenario.label if chosen or not short else "",
                        "bold underline" if chosen else "",
                    ),
                    f" {signs.done if made else signs.started}" if runs else "",
                    (" your guess" if scenario.name == self.guess else "", "italic $accent"),
                )
            )
        hand = "   by hand" if self.bench.turned else ""
        return [*parts, Content.styled(f"seed {self.bench.seed}{hand}", "$muted")]

    def show_plots(self) -> None:
        """The three plots."""
        specs = charts(self.scene_now(), self.state)
        lowest = next((name for name in reversed(NAMES) if self.query_one(f"#{name}").display), "")
        for name, spec in zip(NAMES, specs, strict=True):
            self.query_one(f"#{name}", LineChart).show(replace(spec, x_labels=name == lowest))

    def scene_now(self) -> Scene:
        """What the plots are made of."""
        runs = self.bench.shown()
        shown = {self.bench.scenario.name, *(run.scenario for run in runs)}
        if self.block is not None and self.bench.overlay:
            shown = {scenario.name for scenario in self.bench.scenarios}
        return Scene(
            runs=runs,
            plans={name: plan for name, plan in self.plans.items() if name in shown},
            order=[scenario.name for scenario in self.lesson.lab.scenarios],
            labels={scenario.name: scenario.label for scenario in self.lesson.lab.scenarios},
            guess=self.guess,
            look=self.look,
        )

    def guessed(self) -> str | None:
        """What the learner predicted about the runs of this block."""
        record = self.tutor.progress.lesson(self.lesson.id)
        given = None
        for earlier, later in pairwise((*self.lesson.blocks, None)):
            if isinstance(earlier, Predict) and (self.block is None or later == self.block):
                given = record.prediction(earlier.id) or given
        return given.choice if given else None

    def show_view(self) -> None:
        """The chosen view, of the runs that are shown."""
        views = self.lesson.lab.views
        if views:
            runs = tuple(run.seen for run in self.bench.shown())
            name = views[self.view_index % len(views)]
            spec = ViewSpec(name=name, runs=runs, width=0, height=0, look=self.look)
            self.view.show(spec, self.view_index % len(views) + 1, len(views))

    def show_knobs(self) -> None:
        """Where the knobs stand."""
        self.knobs.states = tuple(
            KnobState(
                knob=knob,
                value=self.bench.value(knob.name),
                turned=knob.name in self.bench.turned,
            )
            for knob in self.lesson.lab.knobs
        )

    def show_verdicts(self) -> None:
        """Prediction beside observation, in one row for each prediction of this block."""
        record = self.tutor.progress.lesson(self.lesson.id)
        rows = []
        for block in self.lesson.of(Predict):
            assert isinstance(block, Predict)
            verdict, given = record.verdict(block.id), record.prediction(block.id)
            asked = self.block is None or set(block.scenarios) <= set(self.block.scenarios)
            if verdict is None or given is None or not asked:
                continue
            text = {option.key: option.text for option in block.options}
            signs = self.tutor.symbols
            said = f"you said {text.get(given.choice or '', 'nothing')}"
            sign = (
                signs.dot if verdict.right is None else signs.done if verdict.right else signs.wrong
            )
            rows.append(
                Content.assemble(
                    (f"{sign} ", "bold $accent"),
                    f"{said}; the runs say ",
                    (text[verdict.observed], "bold"),
                    ("   esc reads why" if self.block else "", "$muted"),
                )
            )
        self.query_one("#verdict", Static).update(Content("\n").join(rows[-2:]))
        self.set_class(bool(rows), "-verdict")

    @on(KnobPanel.Turned)
    def knob_turned(self, message: KnobPanel.Turned) -> None:
        """Set it, let it act where it is live, and plan anew."""
        knob = message.knob
        if message.value is None:
            self.bench.turned.pop(knob.name, None)
        else:
            self.bench.turn(knob.name, message.value)
        value = self.bench.value(knob.name)
        if isinstance(value, int | float):
            self.set_live(knob, float(value))
        self.redraw()
        self.plan_runs()

    def action_choose(self, key: str) -> None:
        """Choose a scenario by its number; knobs go back to it."""
        if int(key) <= len(self.bench.scenarios):
            self.bench.chosen = int(key) - 1
            self.bench.turned.clear()
            self.redraw()
            self.plan_runs()

    def action_overlay(self) -> None:
        """All runs, or one."""
        self.bench.overlay = not self.bench.overlay
        self.redraw()

    def action_knobs(self) -> None:
        """To the knobs, or back."""
        if self.lesson.lab.knobs:
            self.toggle_class("-knobs")
            self.set_focus(self.knobs if self.has_class("-knobs") else None)
            self.redraw()

    def action_view(self) -> None:
        """The next view; where there is room for one pane only, the plots come in between."""
        views = self.lesson.lab.views
        if not views:
            return
        if self.has_class("-narrow"):
            if not self.has_class("-view"):
                self.add_class("-view")
            elif self.view_index + 1 < len(views):
                self.view_index += 1
            else:
                self.view_index = 0
                self.remove_class("-view")
        else:
            self.view_index = (self.view_index + 1) % len(views)
        self.redraw()

    def action_code(self) -> None:
        """The code of the lab."""
        self.app.push_screen(CodeScreen(self.lesson))

    def action_cursor(self, columns: int) -> None:
        """Move the cursor; the first move puts it at the newest step."""
        first, last = limits(self.scene_now(), self.state)
        newest = max((run.history.step for run in self.bench.shown()), default=0)
        if newest:
            stride = max(1, round((last - first) / COLUMNS))
            at = newest if self.state.cursor is None else self.state.cursor + columns * stride
            self.state = replace(self.state, cursor=round(max(first, min(at, last, newest))))
            self.redraw()

    def action_zoom(self, closer: int) -> None:
        """Halve or double the visible steps around the cursor."""
        first, last = limits(self.scene_now(), self.state)
        longest = limits(self.scene_now(), replace(self.state, first=None, last=None))[1]
        middle = (first + last) / 2 if self.state.cursor is None else self.state.cursor
        half = max(4.0, (last - first) / (4 if closer > 0 else 1))
        left = max(1.0, min(middle - half, longest - 2 * half))
        right = min(longest, left + 2 * half)
        whole = left <= 1 and right >= longest
        self.state = replace(
            self.state, first=None if whole else left, last=None if whole else right
        )
        self.forget_limits()

    def action_follow(self) -> None:
        """The whole run."""
        self.state = replace(self.state, first=None, last=None, cursor=None)
        self.forget_limits()

    def action_log(self) -> None:
        """Logarithmic or linear loss."""
        self.state = replace(self.state, log_loss=not self.state.log_loss)
        self.forget_limits()

    def action_smooth(self) -> None:
        """The next smoothing."""
        place = SMOOTHINGS.index(self.state.smoothing) + 1
        self.smoothing_chosen = True
        self.smooth(SMOOTHINGS[place % len(SMOOTHINGS)])
        self.redraw()

    def smooth(self, beta: float) -> None:
        """Smooth the loss from now on."""
        self.state = replace(self.state, smoothing=beta)

    def action_large(self) -> None:
        """One plot after another, then all."""
        shown = [name for name in NAMES if self.query_one(f"#{name}").display]
        place = NAMES.index(shown[0]) + 1 if len(shown) == 1 else 0
        only = NAMES[place] if place < len(NAMES) else None
        for name in NAMES:
            self.query_one(f"#{name}").display = only in (None, name)
        self.forget_limits()

    def forget_limits(self) -> None:
        """Fit the axes anew."""
        for name in NAMES:
            self.query_one(f"#{name}", LineChart).forget_limits()
        self.redraw()

    def action_back(self) -> None:
        """From the knobs to the plots, from a view to the plots, from the lab to the lesson."""
        if self.has_class("-knobs"):
            self.action_knobs()
        elif self.has_class("-view"):
            self.remove_class("-view")
            self.redraw()
        else:
            self.bridge.give_up()
            self.dismiss()


def wrapped(parts: list[Content], width: int) -> list[Content]:
    """The parts beside each other, in as many rows as they need."""
    rows = [parts[0]]
    for part in parts[1:]:
        longer = rows[-1] + "   " + part
        if longer.cell_length <= width:
            rows[-1] = longer
        else:
            rows.append(part)
    return rows
