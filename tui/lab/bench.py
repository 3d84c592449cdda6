"""The lab's bench: which runs lie on it, and which come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from engine.request import Parameters, RunRequest, Value
from lessons.lab import missing, request
from lessons.progress.records import LessonRecord
from lessons.schema import Lesson, Run, Scenario
from tui.lab.curation import Curation
from tui.lab.groups import FEWEST, Group, groups, same_run, setting
from tui.lab.live_run import LiveRun
from tui.lab.undo import Setting
from tui.plots.palette import Identity, Look, anew

if TYPE_CHECKING:
    from engine.annotations import Annotations
    from engine.runs import RunInfo, StoredRun

MOST_RUNS = 40
"""Runs kept on the bench; the oldest make room."""
MOST_SHOWN = 8
"""Runs on the plots at once: more cannot be told apart."""
Overlay = Literal["all", "newest", "bands", "twins"]
"""All runs, the newest one of the chosen scenario, seeds as bands, two runs in lock-step."""


class Bench:
    """Scenarios, knobs and runs of one lesson's lab."""

    def __init__(
        self, lesson: Lesson, block: Run | None, identity: Callable[[int], Identity]
    ) -> None:
        self.lesson = lesson
        self.block = block
        self.curation = Curation()
        """What the learner has hidden, pinned, named and deleted."""
        self.turned: dict[str, Value] = {}
        """Knobs that were turned away from the scenario."""
        self.changes: Parameters = ()
        """Settings of the next run that are not the recipe's, such as a schedule shaped by hand."""
        self.chosen = 0
        """Index of the scenario that `run` makes."""
        self.seed = lesson.lab.seed
        many = block is not None and block.seeds >= FEWEST
        self.overlay: Overlay = "bands" if many else "all"
        """Which runs are drawn, and how."""
        self.twins: tuple[str, ...] = ()
        """Runs that were made in lock-step, the latest two."""
        self.making_twins = False
        """Whether the runs that begin now are such."""
        self._identity = identity
        self._every: list[LiveRun] = []
        self._behind: dict[str, LiveRun] = {}  # not on the bench, but others go on from them
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

    @property
    def next_label(self) -> str:
        """What the next run is."""
        return self.scenario.label + (", by hand" if self.turned else "")

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
        asked = request(
            self.lesson,
            (scenario or self.scenario).name,
            self.settings if scenario is None else (),
            seed=self.seed if seed is None else seed,
            device=device,
        )
        return replace(asked, changes=self.changes) if scenario is None else asked

    def missing(self, record: LessonRecord, device: str) -> list[RunRequest]:
        """What the block still asks for: scenarios by seeds, those that were made left out."""
        if self.block is None:
            return []
        return missing(self.lesson, self.block, record, device)

    @property
    def runs(self) -> list[LiveRun]:
        """The runs on the bench, oldest first."""
        return [run for run in self._every if run.info.run not in self.curation.deleted]

    def add(self, info: RunInfo) -> LiveRun:
        """A run that has just begun."""
        run = LiveRun(info, *self._who(info.request), standard=self._standard(info.request))
        run.parent = None if info.parent is None else self.find(info.parent)
        self._every.append(run)
        if self.making_twins:
            self.twins = (*self.twins, info.run)
        loose = [one for one in self._every if one.info.run not in self.curation.pinned]
        for one in loose[: max(0, len(self._every) - MOST_RUNS)]:
            self._every.remove(one)
        return run

    def restore(
        self,
        stored: StoredRun,
        notes: Annotations | None = None,
        past: Sequence[StoredRun] = (),
    ) -> None:
        """A run from an earlier visit, before the newer ones, as it was left.

        `past`: the runs that it goes on from, the eldest first.
        """
        run = self._behind.pop(stored.info.run, None)
        if run is None:
            known = None if stored.info.parent is None else self.find(stored.info.parent)
            run = self._restored(stored, known or self._line(past))
        self._every.insert(0, run)
        if notes is not None:
            self.curation = self.curation.noting(stored.info.run, notes)
            run.call(notes.name)

    def _restored(self, stored: StoredRun, parent: LiveRun | None) -> LiveRun:
        asked = stored.info.request
        who, standard = self._who(asked), self._standard(asked)
        return LiveRun.restored(stored, *who, standard=standard, parent=parent)

    def _line(self, past: Sequence[StoredRun]) -> LiveRun | None:
        """The youngest of runs that go on from one another; several may go on from the same."""
        run: LiveRun | None = None
        for stored in past:
            known = self.find(stored.info.run) or self._behind.get(stored.info.run)
            run = known or self._restored(stored, run)
            if known is None:
                self._behind[stored.info.run] = run
        return run

    def repaint(self, look: Look) -> None:
        """Every run in the colours and signs of another look."""
        for run in (*self._every, *self._behind.values()):
            run.identity = run.seen.identity = anew(run.identity, look)

    def curate(self, curation: Curation) -> None:
        """Take over what the learner has made of the runs."""
        self.curation = curation
        for run in self._every:
            run.call(curation.name(run.info.run))

    @property
    def as_set(self) -> Setting:
        """Everything here that can be undone."""
        return Setting(chosen=self.chosen, turned=self.settings, curation=self.curation)

    def put(self, setting: Setting) -> None:
        """Take over such a setting."""
        self.chosen = setting.chosen
        self.turned = dict(setting.turned)
        self.curate(setting.curation)

    def find(self, run: str) -> LiveRun | None:
        """The run of that id."""
        return next((live for live in self.runs if live.info.run == run), None)

    @property
    def newest(self) -> LiveRun | None:
        """The run that began last."""
        return self.runs[-1] if self.runs else None

    @property
    def standing(self) -> list[LiveRun]:
        """Runs that are not hidden; one that was made again takes its elder's place."""
        visible = [run for run in self.runs if run.info.run not in self.curation.hidden]
        latest = {same_run(run.info.request): run for run in visible}
        pinned = self.curation.pinned
        return [run for run in visible if run.info.run in pinned or run in latest.values()]

    def begin_twins(self) -> None:
        """The next two runs are made in lock-step, and shown by themselves."""
        self.twins, self.making_twins, self.overlay = (), True, "twins"

    def next_overlay(self) -> Overlay:
        """The next way of drawing the runs, of those that show something."""
        ways: list[Overlay] = ["all", "newest"]
        ways += ["bands"] if groups(self.standing) else []
        ways += ["twins"] if len(self.twins) == 2 else []
        place = ways.index(self.overlay) if self.overlay in ways else -1
        return ways[(place + 1) % len(ways)]

    @property
    def bands(self) -> list[Group]:
        """Settings whose seeds are drawn as one band; none unless bands are asked for."""
        return groups(self.standing) if self.overlay == "bands" else []

    def shown(self) -> list[LiveRun]:
        """The runs that are drawn, oldest first; of a band, the one that stands for it."""
        match self.overlay:
            case "newest":
                chosen = [run for run in self.standing if run.scenario == self.scenario.name]
                return self._capped([run for run in self.standing if run in chosen[-1:]])
            case "twins":
                return [run for run in self.runs if run.info.run in self.twins]
            case "bands":
                bands = self.bands
                inside = {run for group in bands for run in group.runs}
                standing = {group.typical for group in bands}
                single = [run for run in self.standing if run not in inside or run in standing]
                return self._capped(single, among=single)
            case _:
                return self._capped(self.standing)

    def plotted(self) -> list[LiveRun]:
        """The runs that are drawn, those inside of bands among them."""
        inside = {run for group in self.bands for run in group.runs}
        shown = self.shown()
        return [run for run in self.runs if run in shown or run in inside]

    def _capped(
        self, runs: Sequence[LiveRun], among: Sequence[LiveRun] | None = None
    ) -> list[LiveRun]:
        """The newest of them and all that are pinned, as many as can be told apart.

        `among`: where pinned runs are looked for; None: among all that are not hidden.
        """
        standing = self.standing if among is None else among
        pinned = [run for run in standing if run.info.run in self.curation.pinned]
        pinned = pinned[-MOST_SHOWN:]
        others = [run for run in runs if run not in pinned]
        room = MOST_SHOWN - len(pinned)
        kept = [*pinned, *(others[-room:] if room else ())]
        return [run for run in self.runs if run in kept]

    def _who(self, asked: RunRequest) -> tuple[str, Identity]:
        names = [scenario.name for scenario in self.lesson.lab.scenarios]
        if self._standard(asked):
            look = self._identity(names.index(asked.name))
            offered = [scenario.name for scenario in self.scenarios]
            # At the head of a path stands the number under which the scenario is offered.
            letter = str(offered.index(asked.name) + 1) if asked.name in offered else look.letter
            return self.lesson.scenario(asked.name).label, replace(look, letter=letter)
        known = asked.name in names
        how = "by hand" if asked.fork is None else f"from step {asked.fork.step}"
        label = f"{self.lesson.scenario(asked.name).label}, {how}" if known else how
        alike = (run for run in self._every if setting(run.info.request) == setting(asked))
        if (other := next(alike, None)) is not None:
            return label, other.identity  # seeds of one setting look alike, as scenarios' do
        by_hand = {setting(run.info.request) for run in self._every if not run.standard}
        return label, self._identity(len(names) + len(by_hand))

    def _standard(self, asked: RunRequest) -> bool:
        try:
            scenario = self.lesson.scenario(asked.name)
        except StopIteration:
            return False
        if asked.fork is not None or asked.changes:
            return False  # it shows what became of another run, or of another experiment
        return asked.parameters == self.lesson.lab.parameters(scenario)
