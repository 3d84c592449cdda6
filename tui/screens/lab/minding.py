"""Minds the trainer: its log, its silences, its end by accident, changes it cannot make."""

from __future__ import annotations

import time

from textual import on
from textual.widgets import Static

from engine.events import HyperparameterRefused
from lessons.schema import Knob
from tui.bridge import RunAdvanced, RunBegan, RunsOver
from tui.lab.knob_words import acts
from tui.lab.live_run import LiveRun
from tui.lab.panes import LOG
from tui.lab.silence import Listening
from tui.lab.trouble import trouble
from tui.screens.lab.making import Making
from tui.screens.lab.panes import Panes
from tui.widgets.log_pane import LogPane

EVERY = 1.0
"""Seconds between two looks at whether a run has fallen silent."""
WEDGED = 2.0
"""Seconds that a run which has fallen silent is given to end by itself."""
BUSY = 5.0
"""The same for one that is at work; a step may take its time."""


class Minding(Panes, Making):
    """The part of the lab screen that says how the trainer is."""

    def __init__(self) -> None:
        super().__init__()
        self.listening = Listening()
        self.stopping = False
        """Whether the runs under way have been asked to end."""

    def on_mount(self) -> None:
        """Begin to listen."""
        self.set_interval(EVERY, self.listen)

    def listen(self) -> None:
        """Say it when a run has fallen silent, and for how long."""
        if self.making and (self.silence or self.stopping):
            self.redraw()

    @property
    def silence(self) -> float:
        """Seconds for which the newest run has said nothing though it should have."""
        run = self.bench.newest
        if not self.making or run is None or not run.under_way or run.paused:
            return 0.0
        return self.listening.silence(run.info.run, time.monotonic())

    @on(RunBegan)
    def listen_to(self, message: RunBegan) -> None:
        """From now on it should say something."""
        self.stopping = False
        self.listening.forgive(message.info.run, time.monotonic())

    @on(RunAdvanced)
    def heard(self, message: RunAdvanced) -> None:
        """It is alive; and where it cannot do what was asked, the learner is told why."""
        run, now = self.bench.find(message.run), time.monotonic()
        if run is not None and run.started is not None and not run.paused:
            self.listening.hear(message.run, now)
        else:
            self.listening.forgive(message.run, now)
        for event in message.events:
            if isinstance(event, HyperparameterRefused):
                self.say(event.problem)

    @on(RunsOver)
    def nothing_to_mind(self) -> None:
        """Nothing is under way any more."""
        self.stopping = False

    def action_stop(self) -> None:
        """End the runs under way and those to follow; asked twice, without waiting."""
        if not self.making:
            return
        patience = 0.0 if self.stopping else WEDGED if self.silence else BUSY
        self.waiting = 0
        self.stopping = True
        self.bridge.give_up(patience)
        self.set_timer(EVERY / 2, self.redraw)

    def action_log_pane(self) -> None:
        """The log, or away with it."""
        self.toggle_pane(LOG)
        self.redraw()

    def mind(self) -> None:
        """Show the log where it is on the screen, and what is the matter, if anything is."""
        run = self.bench.newest
        if LOG in self.displayed():
            pane = self.query_one(LogPane)
            pane.symbols = self.tutor.symbols
            pane.whose = "" if run is None else run.label
            pane.entries = () if run is None else tuple(run.log)
        self.show_trouble(run)

    def show_trouble(self, run: LiveRun | None) -> None:
        """The row that comes where something is the matter, and goes with it."""
        what = trouble(
            run,
            silent=self.silence,
            stopping=self.stopping and self.making,
            key=self.key_of,
            symbols=self.tutor.symbols,
        )
        row = self.query_one("#trouble", Static)
        if what is not None:
            row.update(what)
        if self.has_class("-trouble") is (what is None):
            self.set_class(what is not None, "-trouble")

    def when_acts(self, knob: Knob, *, turned: bool) -> str:
        """When a turn of this knob acts, in a few words."""
        run = self.bench.newest if self.making else None
        return acts(knob, run if run is not None and run.under_way else None, turned=turned)
