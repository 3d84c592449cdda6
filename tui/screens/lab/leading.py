"""From a lab to the schedule workbench, and on to the playground."""

from __future__ import annotations

from textual import on

from engine.request import Parameters
from lessons.playground import taken_from
from tui.lab.panes import SCHEDULE
from tui.lab.workbench import opened
from tui.messages import PlaygroundRequested
from tui.screens.lab.panes import Panes
from tui.symbols import Symbols
from tui.widgets.schedule_bench import ScheduleBench


class Leading(Panes):
    """The part of the lab screen that shapes the rate, and that takes a lab elsewhere."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a rate is being shaped, the run it is shaped for stays the chosen one."""
        if action.partition("(")[0] in ("choose", "scenario") and self.focused_pane() == SCHEDULE:
            return False
        return super().check_action(action, parameters)

    def action_workbench(self) -> None:
        """Shape the learning rate of the next run; the same key puts it away."""
        plan = self.plans.get(self.bench.scenario.name)
        if plan is None:
            self.notify("The workbench opens once the run is planned.", timeout=4)
            return
        pane = self.query_one(ScheduleBench)
        if self.focused_pane() != SCHEDULE:
            pane.look = self.look
            pane.bench = opened(plan, self.schedule_now())
        self.toggle_pane(SCHEDULE)

    def use_symbols(self, symbols: Symbols) -> None:
        """Draw in another look from now on."""
        super().use_symbols(symbols)
        pane = self.query_one(ScheduleBench)
        pane.look = self.look
        pane.show()

    def schedule_now(self) -> Parameters:
        """What was shaped before."""
        return self.bench.changes

    @on(ScheduleBench.Used)
    def schedule_used(self, message: ScheduleBench.Used) -> None:
        """The next run, and a fork, has this rate."""
        self.use_schedule(message.changes)
        self.set_focus(None)
        self.place_panes(self.arrangement.without(SCHEDULE))
        words = (
            "The next run has this rate." if message.changes else "The rate is as planned again."
        )
        self.notify(words, timeout=4)
        self.plan_runs()

    def use_schedule(self, changes: Parameters) -> None:
        """Keep it for the next run."""
        self.bench.changes = changes

    def action_playground(self) -> None:
        """Take the chosen scenario, the knobs, the rate and the seed to the playground."""
        bench = self.bench
        turned = (*bench.settings, *bench.changes)
        play = taken_from(self.lesson, bench.scenario, turned, seed=bench.seed)
        self.post_message(PlaygroundRequested(play))
