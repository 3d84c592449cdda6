"""The playground's bench: what was chosen takes the place of scenarios and knobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.playground import Choices, Objection
from engine.playground.changing import SAME
from engine.request import Parameters, RunRequest, Value
from lessons import playground
from lessons.catalog import Catalog
from lessons.playground import Play
from lessons.schema import Scenario
from tui.lab.bench import Bench
from tui.lab.chooser import text
from tui.lab.undo import Setting
from tui.plots.palette import Identity

if TYPE_CHECKING:
    from engine.annotations import Annotations
    from engine.runs import StoredRun

MOST_NAMED = 2
"""Differences from the run before that a run is called by."""


class PlayBench(Bench):
    """Runs of the playground, and what the next one is made of."""

    def __init__(self, play: Play, catalog: Catalog, identity: Callable[[int], Identity]) -> None:
        self.catalog = catalog
        super().__init__(playground.lab_of(play, catalog), None, identity)
        self.turned = dict(play.parameters)
        self.seed = play.seed
        self._sensible = Play()

    @property
    def play(self) -> Play:
        """What is chosen."""
        return Play(parameters=self.settings, seed=self.seed)

    @property
    def rows(self) -> Choices:
        """What there is to choose."""
        return playground.rows(self.play, self.catalog)

    @property
    def objection(self) -> Objection | None:
        """Why what is chosen cannot be trained; None where it can."""
        return playground.stopping(self.play, self.catalog)

    def choose_value(self, name: str, value: Value | None) -> None:
        """Choose a value, or take a choice back; views that fit follow."""
        self.take(playground.with_choice(self.play, name, value, self.catalog))

    def take(self, play: Play) -> None:
        """Choose all of this."""
        self.turned, self.seed = dict(play.parameters), play.seed
        self.follow()

    def follow(self) -> None:
        """Fit the lab to what is chosen now."""
        self.lesson = playground.lab_of(self.play, self.catalog)

    def put(self, setting: Setting) -> None:
        """Take over such a setting."""
        super().put(setting)
        self.follow()

    def value(self, knob: str) -> Value:
        """What a live knob stands at; 0 for one that has no number now."""
        row = playground.live_row(self.rows, knob)
        return 0.0 if row is None or isinstance(row.value, str) else row.value

    def restore(
        self,
        stored: StoredRun,
        notes: Annotations | None = None,
        past: Sequence[StoredRun] = (),
    ) -> None:
        """A run from an earlier visit; every run is called by what is new since the one before."""
        super().restore(stored, notes, past)
        every, self._every = self._every, []
        for run in every:
            run.own_label = self._label(run.info.request)
            run.call(self.curation.name(run.info.run))
            self._every.append(run)

    @property
    def settings(self) -> Parameters:
        """What was chosen."""
        return tuple(self.turned.items())

    def request(
        self,
        device: str,
        scenario: Scenario | None = None,  # noqa: ARG002 - there is only one
        seed: int | None = None,
    ) -> RunRequest:
        """The run of what is chosen; where that makes no sense, of the last that did."""
        if self.objection is None:
            self._sensible = self.play
        play = self._sensible if seed is None else replace(self._sensible, seed=seed)
        return playground.request(play, self.catalog, device=device)

    @property
    def next_label(self) -> str:
        """What the next run is, in a few words."""
        rows = self.rows
        told = [rows.value(name) for name in ("data", "model", "optimizer", "lr")]
        base = [self.catalog.lesson(self.play.base).title] if self.play.base else []
        named = (text(value) for value in told if value not in (None, SAME))
        return " ".join([*base, *named])

    def _who(self, asked: RunRequest) -> tuple[str, Identity]:
        return self._label(asked), self._identity(len(self._every))

    def _label(self, asked: RunRequest) -> str:
        """What is new about a run, seen from the one before."""
        if asked.fork is not None:
            return f"from step {asked.fork.step}"
        mine = dict((*asked.parameters, *asked.changes))
        if not self._every:
            return (
                " ".join(text(mine[name]) for name in ("data", "model") if name in mine) or "first"
            )
        before = self._every[-1].info.request
        theirs = dict((*before.parameters, *before.changes))
        new = [
            f"{name.rpartition('.')[2]} {text(value)}"
            for name, value in mine.items()
            if theirs.get(name) != value
        ]
        if asked.seed != before.seed:
            new.append(f"seed {asked.seed}")
        return ", ".join(new[:MOST_NAMED]) or "again"

    def _standard(self, asked: RunRequest) -> bool:  # noqa: ARG002
        """There is no lesson that has asked for it."""
        return False
