"""The lab's bench: which runs lie on it, and which come next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.request import Parameters, RunRequest, Value
from lessons.lab import request
from lessons.records import LessonRecord
from lessons.schema import Lesson, Run, Scenario
from tui.lab.live_run import LiveRun
from tui.plots.palette import Identity

if TYPE_CHECKING:
    from engine.runs import RunInfo, StoredRun

MOST_RUNS = 40
"""Runs kept on the bench; the oldest make room."""


class Bench:
    """Scenarios, knobs and runs of one lesson's lab."""

    def __init__(
        self, lesson: Lesson, block: Run | None, identity: Callable[[int], Identity]
    ) -> None:
        self.lesson = lesson
        self.block = block
        self.runs: list[LiveRun] = []
        self.turned: dict[str, Value] = {}
        """Knobs that were turned away from the scenario."""
        self.chosen = 0
        """Index of the scenario that `run` makes."""
        self.seed = lesson.lab.seed
        self.overlay = True
        """Whether all runs are shown, or only the newest one of the chosen scenario."""
        self._identity = identity
        if block is not None:
            self.choose(block.scenarios[0])

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Those of the block first asked for, else all of the lab."""
        every = self.lesson.lab.scenarios
        if self.block is None:
            return every
        return tuple(self.lesson.scenario(name) for name in self.block.scenarios)

    @property
    def scenario(self) -> Scenario:
        """The one that is chosen."""
        return self.scenarios[self.chosen]

    def choose(self, name: str) -> None:
        """Choose a scenario by name."""
        names = [scenario.name for scenario in self.scenarios]
        self.chosen = names.index(name) if name in names else 0

    def value(self, knob: str) -> Value:
        """What a knob is set to now."""
        return dict(self.lesson.lab.parameters(self.scenario, self.settings))[knob]

    @property
    def settings(self) -> Parameters:
        """Knobs turned by hand."""
        return tuple(self.turned.items())

    def turn(self, knob: str, value: Value) -> None:
        """Set a knob; the scenario's own value takes the hand off it."""
        own = dict(self.lesson.lab.parameters(self.scenario))[knob]
        if value == own:
            self.turned.pop(knob, None)
        else:
            self.turned[knob] = value

    def request(
        self, device: str, scenario: Scenario | None = None, seed: int | None = None
    ) -> RunRequest:
        """The run of a scenario; without one, of the chosen one with the knobs as they are."""
        return request(
            self.lesson,
            (scenario or self.scenario).name,
            self.settings if scenario is None else (),
            seed=self.seed if seed is None else seed,
            device=device,
        )

    def missing(self, record: LessonRecord, device: str) -> list[RunRequest]:
        """What the block still asks for: scenarios by seeds, those that were made left out."""
        if self.block is None:
            return []
        return [
            self.request(device, scenario, seed)
            for seed in range(self.lesson.lab.seed, self.lesson.lab.seed + self.block.seeds)
            for scenario in self.scenarios
            if record.run_of(scenario.name, seed) is None
        ]

    def add(self, info: RunInfo) -> LiveRun:
        """A run that has just begun."""
        run = LiveRun(info, *self._who(info.request), standard=self._standard(info.request))
        self.runs = [*self.runs, run][-MOST_RUNS:]
        return run

    def restore(self, stored: StoredRun) -> None:
        """A run from an earlier visit, before the newer ones."""
        asked = stored.info.request
        run = LiveRun.restored(stored, *self._who(asked), standard=self._standard(asked))
        self.runs = [run, *self.runs]

    def find(self, run: str) -> LiveRun | None:
        """The run of that id."""
        return next((live for live in self.runs if live.info.run == run), None)

    @property
    def newest(self) -> LiveRun | None:
        """The run that began last."""
        return self.runs[-1] if self.runs else None

    def shown(self) -> list[LiveRun]:
        """The runs that are drawn, oldest first: a run made again takes its elder's place."""
        if not self.overlay:
            of_chosen = [run for run in self.runs if run.scenario == self.scenario.name]
            return of_chosen[-1:]
        latest = {replace(run.info.request, steps_per_second=None): run for run in self.runs}
        return [run for run in self.runs if run in latest.values()]

    def _who(self, asked: RunRequest) -> tuple[str, Identity]:
        names = [scenario.name for scenario in self.lesson.lab.scenarios]
        if self._standard(asked):
            look = self._identity(names.index(asked.name))
            offered = [scenario.name for scenario in self.scenarios]
            # At the head of a path stands the number under which the scenario is offered.
            letter = str(offered.index(asked.name) + 1) if asked.name in offered else look.letter
            return self.lesson.scenario(asked.name).label, replace(look, letter=letter)
        known = asked.name in names
        label = f"{self.lesson.scenario(asked.name).label}, by hand" if known else "by hand"
        by_hand = sum(not run.standard for run in self.runs)
        return label, self._identity(len(names) + by_hand)

    def _standard(self, asked: RunRequest) -> bool:
        try:
            scenario = self.lesson.scenario(asked.name)
        except StopIteration:
            return False
        return asked.parameters == self.lesson.lab.parameters(scenario)
