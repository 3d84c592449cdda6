"""Back in time: the timeline, what goes on from one of its points, and slow motion from there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on, work
from textual.timer import Timer

from engine.errors import EngineError
from engine.events import Probed, SnapshotTaken
from engine.request import RunRequest
from engine.schedules import Mark
from engine.travel import Fork
from lessons.schema import Knob
from tui.bridge import RunAdvanced, RunBegan
from tui.lab.curves import drawn
from tui.lab.groups import same_run
from tui.lab.live_run import LiveRun
from tui.lab.timeline import (
    Timeline,
    Voyage,
    ancestry,
    changes,
    place_words,
    timeline,
)
from tui.lab.undo import Setting
from tui.lab.zoom import whole_run
from tui.screens.lab.making import Making
from tui.screens.lab.panes import Panes
from tui.widgets.line_chart import LineChart
from tui.widgets.timeline import TimelineBar, TimelineState

GUTTER = 8
"""Cells before the plots, which the timeline lines up with."""
SETTLED = 0.25
"""Seconds at one place after which the head has come to rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What the lab was set to before the learner went back."""

    setting: Setting
    seed: int
    cursor: int | None


class Travelling(Panes, Making):
    """The part of the lab screen that goes back in runs, and on from there."""

    def __init__(self) -> None:
        super().__init__()
        self.voyage: Voyage | None = None
        """Where the learner has gone back to; None: the present."""
        self.now: Now | None = None
        """The present, to return to."""
        self.kept: dict[str, tuple[int, ...]] = {}
        """Snapshots that are on the disk, by run, as far as looked up."""
        self.settling: Timer | None = None
        """Runs out once the head has come to rest."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the past, the key that sets the speed forks."""
        if action in ("fork", "speed"):
            return (self.voyage is not None) == (action == "fork")
        return super().check_action(action, parameters)

    @property
    def follows_runs(self) -> bool:
        """In the past, scenario and knobs are those of the run gone back in."""
        return self.voyage is None and super().follows_runs

    @property
    def bar(self) -> TimelineBar:
        """The two rows."""
        return self.query_one(TimelineBar)

    def line(self) -> Timeline | None:
        """The timeline that is open."""
        run = None if self.voyage is None else self.bench.find(self.voyage.run)
        return None if run is None else timeline(run, self.kept, self.marks_of(run))

    def marks_of(self, run: LiveRun) -> tuple[Mark, ...]:
        """What happened in it, as letters."""
        plan = self.plans.get(run.scenario)
        return () if plan is None else plan.marks

    def action_timeline(self) -> None:
        """Open the timeline, go to it, or leave it."""
        if self.voyage is None:
            self.open_timeline(self.run_to_travel())
        elif self.bar.has_focus:
            self.return_to_now()
        else:
            self.set_focus(self.bar)

    def run_to_travel(self) -> LiveRun | None:
        """Of the runs on the plots that have been somewhere, the one that is read first."""
        shown = [run for run in drawn(self.scene_now(), self.state.reader) if run.snapshots]
        return shown[-1] if shown else None

    def open_timeline(self, run: LiveRun | None) -> None:
        """Show a run's timeline, with the head where the cursor is, or at the latest point."""
        if run is None:
            makes, back = self.key_of("run"), self.key_of("timeline")
            self.notify(
                "A run leaves snapshots while it trains, and none has left any here.\n"
                f"Make a run with {makes}, then go back in it with {back}.",
                title="There is nothing to go back in yet",
                timeout=8,
            )
            return
        if self.now is None:
            self.now = Now(
                setting=self.bench.as_set, seed=self.bench.seed, cursor=self.state.cursor
            )
        line = timeline(run, self.kept)
        point = line.before(self.state.cursor or line.newest) or line.points[0]
        self.voyage = Voyage(run=run.info.run, step=point.step)
        self.take_up(run.info.request)
        self.set_class(True, "-travelling")
        self.show_keys()
        self.look_up_snapshots(ancestry(run))
        self.go_to(point.step)
        self.set_focus(self.bar)
        self.call_after_refresh(self.redraw)
        self.plan_runs()

    def take_up(self, asked: RunRequest) -> None:
        """Put scenario, knobs and seed where that run had them."""
        self.bench.choose(asked.name)
        self.bench.turned.clear()
        knobs = {knob.name for knob in self.lesson.lab.knobs}
        for name, value in asked.parameters:
            if name in knobs:
                self.bench.turn(name, value)
        self.bench.seed = asked.seed

    def return_to_now(self) -> None:
        """Leave the timeline; everything is again as it was before."""
        if self.now is not None:
            now = self.bench.as_set
            chosen, turned = self.now.setting.chosen, self.now.setting.turned
            self.bench.put(replace(now, chosen=chosen, turned=turned))
            self.bench.seed = self.now.seed
            self.state = replace(self.state, cursor=self.now.cursor, reader=0)
        self.voyage = self.now = None
        self.set_class(False, "-travelling")
        self.show_keys()
        if self.focused is self.bar:
            self.set_focus(None)
        self.redraw()
        self.plan_runs()

    def leave_timeline(self) -> bool:
        """One step back out of it; False where it is not open."""
        if self.voyage is None:
            return False
        if self.focused is None or self.bar.has_focus:
            self.return_to_now()
        else:
            self.step_back()
            self.set_focus(self.bar)
        return True

    def go_to(self, step: int) -> None:
        """Put the head, the cursor and all views at a step."""
        assert self.voyage is not None
        self.voyage = replace(self.voyage, step=step)
        self.state = replace(self.state, cursor=step)
        self.read_first()
        if self.settling is not None:
            self.settling.stop()
        self.settling = self.set_timer(SETTLED, self.look_again)

    def read_first(self) -> None:
        """Read the run gone back in before the others, and show its views."""
        run = None if self.voyage is None else self.bench.find(self.voyage.run)
        if run is None:
            return
        here = same_run(run.info.request)  # one that was made again stands for its elder
        newest_first = reversed(self.scene_now().runs)
        known = (same_run(other.info.request) == here for other in newest_first)
        place = next((n for n, found in enumerate(known) if found), 0)
        self.state = replace(self.state, reader=place)
        self.redraw()

    @on(RunBegan)
    def another_began(self) -> None:
        """The newest run is another one now; the timeline's stays the first to be read."""
        if self.voyage is not None:
            self.call_later(self.read_first)

    def look_again(self) -> None:
        """Where the head has come to rest, let the probes look, if they have not looked there."""
        line = self.line()
        run = None if self.voyage is None else self.bench.find(self.voyage.run)
        if line is None or run is None or self.voyage is None:
            return
        point, step = line.before(self.voyage.step), self.voyage.step
        stale = [
            name
            for name in self.lesson.lab.views
            if run.seen.has(name) and run.seen.step_of(name, step) not in (step, None)
        ]
        if stale and point is not None and point.step == step:
            self.look_back(run, Fork(run=point.run, step=step))

    @work(thread=True, exclusive=True, group="look back", exit_on_error=False)
    def look_back(self, run: LiveRun, point: Fork) -> None:
        """See the snapshot with the eyes of the run's probes."""
        try:
            events = self.tutor.engine.look_back(run.info.request, point)
        except EngineError:
            return  # the views say of which step they are
        self.app.call_from_thread(self.take_looks, run, events)

    def take_looks(self, run: LiveRun, events: tuple[Probed, ...]) -> None:
        """Show what they saw."""
        for event in events:
            run.seen.recall(event.seen, event.probe, event.step)
        self.redraw()

    @on(TimelineBar.Scrubbed)
    def scrubbed(self, message: TimelineBar.Scrubbed) -> None:
        """Along the snapshots."""
        if self.voyage is not None and (line := self.line()) is not None:
            self.go_to(line.moved(self.voyage.step, message.by))

    @on(TimelineBar.Sought)
    def sought(self, message: TimelineBar.Sought) -> None:
        """To a step; where it has no snapshot, to the one before."""
        line = self.line()
        if line is None or not line.points:
            return
        point = line.before(message.step) or line.points[0]
        if point.step != message.step:
            self.notify(f"Step {message.step} has no snapshot; the nearest is {point.step}.")
        self.go_to(point.step)

    @on(TimelineBar.OtherRun)
    def other_run(self, message: TimelineBar.OtherRun) -> None:
        """The timeline of the next run on the plots that has one."""
        runs = [run for run in self.bench.shown() if run.snapshots]
        here = next((n for n, run in enumerate(runs) if self.is_here(run)), 0)
        if len(runs) > 1:
            self.open_timeline(runs[(here + message.further) % len(runs)])

    def is_here(self, run: LiveRun) -> bool:
        """Whether the timeline is that run's."""
        return self.voyage is not None and run.info.run == self.voyage.run

    def changes_now(self) -> str:
        """What a fork from here would change, in words."""
        run = None if self.voyage is None else self.bench.find(self.voyage.run)
        if run is None:
            return ""
        knobs = self.bench.request(self.device)
        asked = replace(run.info.request, parameters=knobs.parameters)
        if knobs.changes:
            asked = replace(asked, changes=knobs.changes)
        return changes(run.info.request, asked)

    def is_turned(self, knob: str) -> bool:
        """Whether a knob stands elsewhere than the scenario, or the run gone back in, has it."""
        run = None if self.voyage is None else self.bench.find(self.voyage.run)
        if run is None:
            return knob in self.bench.turned
        return self.bench.value(knob) != dict(run.info.request.parameters).get(knob)

    @on(RunAdvanced)
    def look_for_snapshots(self, message: RunAdvanced) -> None:
        """A run that is on the timeline may leave more of them, and give others up for them."""
        news = any(isinstance(event, SnapshotTaken) for event in message.events)
        if news and self.voyage is not None and message.run in self.kept:
            run = self.bench.find(message.run)
            if run is not None:
                self.look_up_snapshots((run,))

    @work(thread=True, group="snapshots", exit_on_error=False)
    def look_up_snapshots(self, runs: tuple[LiveRun, ...]) -> None:
        """See which are on the disk."""
        store = self.tutor.engine.runs
        kept = {run.info.run: store.snapshots(run.info.run) for run in runs}
        self.app.call_from_thread(self.take_kept, kept)

    def take_kept(self, kept: dict[str, tuple[int, ...]]) -> None:
        """Show only those."""
        self.kept.update(kept)
        line = self.line()
        if self.voyage is not None and line is not None and line.points:
            point = line.before(self.voyage.step) or line.points[0]
            self.go_to(point.step)

    @on(LineChart.Resized, "#loss")
    def show_timeline(self) -> None:
        """The two rows, lined up with the plots, wherever these are now."""
        line = self.line()
        if line is None:
            if self.voyage is not None:
                self.return_to_now()  # its run was deleted meanwhile
            return
        assert self.voyage is not None
        chart = self.query_one("#loss", LineChart)
        wide = chart.size.width if chart.display and chart.size.width else self.size.width - 2
        left = chart.region.x - self.bar.content_region.x if wide == chart.size.width else 0
        whole = whole_run(self.scene_now())
        self.bar.state = TimelineState(
            line=line,
            step=self.voyage.step,
            span=(whole.first, whole.last),
            gutter=left + GUTTER,
            columns=max(1, wide - GUTTER),
            changes=self.changes_now(),
            keep_optimizer=self.voyage.keep_optimizer,
            plain=self.look.symbols == "ascii",
        )

    def place_now(self, room: int) -> str | None:
        """Where the learner has gone back to, in so many cells; None in the present."""
        line = self.line()
        if self.voyage is None or line is None:
            return None
        words = place_words(line, self.voyage.step)
        return next((said for said in words if len(said) <= room), words[-1])

    def set_live(self, knob: Knob, value: float) -> None:
        """In the past, knobs are turned for a run that is yet to begin."""
        if self.voyage is None:
            super().set_live(knob, value)
