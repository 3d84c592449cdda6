"""The keys that make, steer and end runs."""

from __future__ import annotations

from dataclasses import replace

from engine.commands import Pause, Resume, SetPace, Step, StepEpoch
from tui.screens.lab.making import Making


class Steering(Making):
    """The part of the lab screen that asks something of runs."""

    def action_run(self) -> None:
        """What the lesson asks for and is not made yet; else the chosen scenario."""
        if not self.make_missing():
            self.make([self.bench.request(self.device)])

    def action_all(self) -> None:
        """Every scenario, one after another."""
        self.make([self.bench.request(self.device, one) for one in self.bench.scenarios])

    def action_seed(self) -> None:
        """The chosen scenario with the next seed."""
        if not self.making:
            self.bench.seed += 1
            self.make([self.bench.request(self.device)])

    def action_pause(self) -> None:
        """Pause, or go on; before anything runs, run."""
        run = self.bench.newest
        if not self.making:
            self.action_run()
        elif run is not None:
            self.bridge.send(Resume() if run.paused else Pause())

    def action_step(self) -> None:
        """One update."""
        self.advance(Step())

    def action_epoch(self) -> None:
        """To the end of the epoch."""
        self.advance(StepEpoch())

    def advance(self, command: Step | StepEpoch) -> None:
        """Go on a little; where nothing runs, begin a run that waits before its first step."""
        if self.making:
            self.bridge.send(command)
            return
        asked = replace(self.bench.request(self.device), start_paused=True)
        if not self.gives_away([asked]):
            self.making, self.waiting = True, 1
            self.follow_runs([asked])

    def action_stop(self) -> None:
        """End this run and those to follow."""
        self.waiting = 0
        self.bridge.give_up()

    def action_speed(self) -> None:
        """Full speed, or one that can be watched."""
        self.full_speed = not self.full_speed
        scenario, runs = self.bench.scenario.name, self.waiting + 1
        self.pace = None if self.full_speed else self.watchable(scenario, runs)
        self.bridge.send(SetPace(self.pace))
        self.notify("Full speed." if self.full_speed else "A speed one can watch.", timeout=2)
        self.redraw()
