"""What goes on from a point of a run: the same again, a fork, or one update in slow motion."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work

from engine.events import Problem
from engine.request import RunRequest
from engine.travel import Fork
from tui.bridge import RunsOver
from tui.key_words import key_of
from tui.lab.panes import KNOBS
from tui.lab.timeline import request_from, timeline
from tui.screens.lab.offering import Offering
from tui.widgets.timeline import TimelineBar

GONE = Problem(
    title="That snapshot is gone",
    reason="It was removed to free room on the disk, or its run was deleted.",
    next_step="Choose another one: the timeline shows those that are left.",
)


class Forking(Offering):
    """The part of the lab screen that goes on from where the learner has gone back to."""

    def __init__(self) -> None:
        super().__init__()
        self.next_up: RunRequest | None = None
        """The run that begins as soon as those under way have been stopped."""

    @on(TimelineBar.OptimizerToggled)
    def optimizer_toggled(self) -> None:
        """Keep the optimiser's memory, or drop it."""
        if self.voyage is not None:
            self.voyage = replace(self.voyage, keep_optimizer=not self.voyage.keep_optimizer)
            self.redraw()

    @on(TimelineBar.GoneOn)
    def gone_on(self) -> None:
        """Go on from here with nothing changed."""
        self.go_on(None)

    def action_fork(self) -> None:
        """Go on from here with the knobs as they are now; first turn them."""
        if self.changes_now() or (self.voyage is not None and not self.voyage.keep_optimizer):
            self.go_on(self.bench.request(self.device))
        elif self.lesson.lab.knobs:
            self.show_pane(KNOBS)  # the timeline's own row says what to do there
        else:
            goes_on = f"{key_of(self.bar, 'go')} goes on from here"
            self.notify(f"This lab has no knobs: {goes_on}, unchanged.", timeout=6)

    def go_on(self, knobs: RunRequest | None) -> None:
        """Begin the run that goes on from the head."""
        line, voyage = self.line(), self.voyage
        if line is None or voyage is None:
            return
        run, point = self.bench.find(voyage.run), line.before(voyage.step)
        if run is None or point is None:
            self.say(GONE)
            return
        self.make_sure(request_from(run, point, voyage, knobs))

    @work(thread=True, group="snapshots", exit_on_error=False)
    def make_sure(self, asked: RunRequest) -> None:
        """See that the snapshot is there before anything is stopped for it."""
        assert asked.fork is not None
        kept = self.tutor.engine.runs.snapshots(asked.fork.run)
        self.app.call_from_thread(self.set_off, asked, kept)

    def set_off(self, asked: RunRequest, kept: tuple[int, ...]) -> None:
        """Begin the run, once those under way have been stopped; nothing of them is lost."""
        assert asked.fork is not None
        self.kept[asked.fork.run] = kept
        if asked.fork.step not in kept:
            self.say(GONE)
            self.redraw()
            return
        self.return_to_now()
        self.set_focus(None)
        self.bench.overlay = "all"
        if self.making:
            self.next_up, self.waiting = asked, 0
            self.bridge.give_up()
        else:
            self.make([asked], asked=True)

    @on(RunsOver)
    def after_the_others(self, message: RunsOver) -> None:  # noqa: ARG002
        """What waited for the runs under way to end."""
        self.call_later(self.make_next)

    def make_next(self) -> None:
        """Begin the run that was asked for while others were under way."""
        if self.next_up is not None and not self.making:
            asked, self.next_up = self.next_up, None
            self.make([asked], asked=True)

    def slow_request(self) -> RunRequest:
        """What slow motion takes apart: from the head or the cursor, else from the beginning."""
        voyage, cursor = self.voyage, self.state.cursor
        line = self.line()
        run = None if voyage is None else self.bench.find(voyage.run)
        if voyage is not None and run is not None and line is not None:
            point = line.before(voyage.step)
            return run.info.request if point is None else request_from(run, point, voyage)
        run = self.run_to_travel()
        if cursor is not None and cursor > 1 and run is not None:
            point = timeline(run, self.kept).before(cursor - 1)
            if point is not None:
                return replace(run.info.request, fork=Fork(run=point.run, step=cursor - 1))
        return self.bench.request(self.device)

    def action_slow_motion(self) -> None:
        """Take one update apart."""
        from tui.screens.slow_motion import SlowMotionScreen

        request = self.slow_request()
        self.app.push_screen(SlowMotionScreen(self.lesson, request, self.program_of(request)))

    def program_of(self, request: RunRequest) -> str | None:  # noqa: ARG002
        """The run as code, where it is not made by the lesson's `lab.py`."""
        return None
