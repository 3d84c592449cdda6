"""Runs told line by line."""

from __future__ import annotations

from collections.abc import Sequence

from engine.client import Engine
from engine.events import Event, RunEnded
from engine.request import RunRequest
from lessons.schema import Lesson
from tui.headless.run import follow
from tui.lab.live_run import LiveRun
from tui.lab.narration import compared, happened, narrated
from tui.plain.talk import Talk
from tui.plots.palette import DEFAULT_LOOK, identity

LINES = 8
"""How often a run is spoken of on its way."""


def tell_runs(
    talk: Talk, engine: Engine, lesson: Lesson, requests: Sequence[RunRequest]
) -> list[LiveRun]:
    """Make runs one after another and tell of each. Raises EngineError where one cannot begin."""
    runs = []
    for place, request in enumerate(requests):
        label = label_of(lesson, request)
        talk.say(f"Run {place + 1} of {len(requests)}: {label}, seed {request.seed}.")
        session = engine.start(request)
        run = LiveRun(session.info, label, identity(place, DEFAULT_LOOK), standard=True)
        teller = Teller(talk, run)
        for rows, events in follow(session):
            run.take(rows, events)
            for event in events:
                teller.happening(event)
            teller.tell(run.history.step)
        runs.append(run)
        if run.ended is not None and run.ended.status in ("failed", "stopped"):
            break
    if said := compared([run for run in runs if run.history.step]):
        talk.say(f"In comparison: {said}.")
    return runs


def label_of(lesson: Lesson, request: RunRequest) -> str:
    """What the learner calls a run."""
    names = {scenario.name: scenario.label for scenario in lesson.lab.scenarios}
    return names.get(request.name, "a run of your own")


class Teller:
    """Speaks of a run at evenly spaced steps, however fast it goes, and of events in between."""

    def __init__(self, talk: Talk, run: LiveRun) -> None:
        self._talk, self._run = talk, run
        self._told = 0

    def happening(self, event: Event) -> None:
        """Say what an event says, after the steps that came before it."""
        said = happened(event)
        if said is None:
            return
        newest = self._run.history.step
        self.tell(getattr(event, "step", newest))
        if isinstance(event, RunEnded) and newest > max(self._told, self._run.first_step):
            since = max(newest - self._stride, self._run.first_step)
            self._talk.say(f"  {narrated(self._run, since)}")
        self._talk.say(f"  {said}")

    @property
    def _stride(self) -> int:
        assert self._run.started is not None
        return max(1, -(-(self._run.started.steps - self._run.first_step) // LINES))

    def tell(self, until: int) -> None:
        """Say where the run was at every step that is due."""
        run = self._run
        if run.started is None:
            return
        newest = min(until, run.history.step)
        while (due := max(self._told, run.first_step) + self._stride) <= newest:
            self._talk.say(f"  {narrated(run, self._told, due)}")
            self._told = due
