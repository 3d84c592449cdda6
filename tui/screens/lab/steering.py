"""The keys that make, steer and end runs."""

from __future__ import annotations

from dataclasses import replace

from engine.commands import Pause, Resume, SetPace, Step, StepEpoch
from tui.lab.pace import faster, slower
from tui.screens.lab.minding import Minding


class Steering(Minding):
    """The part of the lab screen that asks something of runs."""

    def action_run(self) -> None:
        """What the lesson asks for and is not made yet; else the chosen scenario."""
        if not self.busy() and not self.make_missing():
            self.make([self.bench.request(self.device)])

    def action_all(self) -> None:
        """Every scenario, one after another."""
        if not self.busy():
            self.make([self.bench.request(self.device, one) for one in self.bench.scenarios])

    def action_seed(self) -> None:
        """The chosen scenario with the next seed."""
        if not self.busy():
            self.bench.seed += 1
            self.make([self.bench.request(self.device)])

    def action_pause(self) -> None:
        """Pause, or go on; before anything runs, run."""
        run = self.bench.newest
        if not self.making:
            self.action_run()
        elif run is not None:
            self.bridge.send(Resume() if run.paused else Pause())
            run.paused = not run.paused  # the answer takes a moment, the next key may not

    def action_step(self) -> None:
        """One update."""
        self.advance(Step())

    def action_steps(self, count: int) -> None:
        """So many updates."""
        self.advance(Step(count))

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
            self.redraw()

    def action_speed(self) -> None:
        """Full speed, or one that can be watched."""
        self.full_speed = not self.full_speed
        self.show_at(self.pace_of(self.bench.scenario.name, self.waiting + 1))

    def action_pace(self, further: int) -> None:
        """Show runs faster, or more slowly: those under way and those to come."""
        run = self.bench.newest
        now = self.pace if self.making else self.pace_of(self.bench.scenario.name, 1)
        speed = run.steps_per_second if run is not None and self.making else 0.0
        self.chosen_pace = faster(now) if further > 0 else slower(now, speed)
        self.full_speed = self.chosen_pace is None
        self.show_at(self.chosen_pace)

    def show_at(self, pace: float | None) -> None:
        """Make so many steps a second from now on."""
        self.pace = pace
        self.bridge.send(SetPace(pace))
        steps = "" if pace is None else f": {pace:.0f} steps a second at most"
        self.notify("Full speed." if pace is None else f"A speed one can watch{steps}.", timeout=2)
        self.redraw()
