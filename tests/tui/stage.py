"""A whole app on the stage: lessons, an engine that plays runs back, and the way to every screen.

`SCENES` names every screen that has to look right; a new screen is one more line there.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from fixture_lessons import BLOCKS, LAB, units
from kept_runs import keep_run
from looks import Row, drawn
from textual.events import ScreenResume
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input
from travel_samples import TravelEngine

from engine.request import RunRequest
from engine.runs import INFO, RunStore
from lessons.catalog import Catalog
from lessons.progress.records import PredictionGiven, RunMade, Verdict
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson, Run, Scenario, Unit
from tui.app import TutorApp
from tui.lab.panes import KNOBS, LOG, RUNS, SCHEDULE, VIEW
from tui.messages import LabRequested, LessonChosen, RunRequested, SettingsChanged
from tui.screens.home import HomeScreen
from tui.screens.lab import LabScreen
from tui.screens.lesson import LessonScreen
from tui.screens.playground import PlaygroundScreen
from tui.screens.runs import RunsScreen
from tui.screens.slow_motion import SlowMotionScreen
from tui.settings import Settings, SettingsStore

MOMENTUM = "optimizers/momentum"
HELD = 60
"""Step at which a run that is not over waits."""
LONG = 20.0
"""Seconds until something that does not come is given up."""
RATES = {"plain": 0.01, "heavy_ball": 0.05, "nesterov": 0.1}
LONG_AGO = 9000.0
"""Days since runs were made: the list then names the day, whatever day it is now."""


class StageEngine(TravelEngine):
    """Knows what the lessons on the stage ask about runs."""

    def call(self, reference: str, *arguments: object) -> object:
        """The answer of every prediction."""
        return "nesterov"

    def apart(self) -> StageEngine:
        """There is nothing to end."""
        return self

    def elsewhere(self, runs: Path) -> StageEngine:
        """What is played back lies nowhere."""
        return self

    def end_calls(self) -> None:
        """None takes long enough."""


def lessons(folder: Path) -> tuple[Unit, ...]:
    """The fixture lessons, with scenarios that the played engine tells apart."""
    scenarios = tuple(replace(one, settings=(("lr", RATES[one.name]),)) for one in LAB.scenarios)
    extra = Scenario(name="short", label="a short run", settings=(("momentum", 0.5),))
    lab = replace(LAB, scenarios=(*scenarios, extra))
    return tuple(
        replace(unit, lessons=tuple(replace(one, lab=lab) for one in unit.lessons))
        for unit in units(folder)
    )


@dataclass
class Stage:
    """An app that is running, and whoever sits before it."""

    app: TutorApp
    pilot: Pilot[None]
    engine: StageEngine
    folder: Path

    @property
    def lesson(self) -> Lesson:
        """The lesson that everything happens in."""
        return self.app.catalog.lesson(MOMENTUM)

    @property
    def race(self) -> Run:
        """Its runs."""
        return self.lesson.of(Run)[0]

    @property
    def lab(self) -> LabScreen:
        """The lab that is open."""
        assert isinstance(self.app.screen, LabScreen)
        return self.app.screen

    async def press(self, *keys: str) -> None:
        """Press keys, and let the app answer."""
        await self.pilot.press(*keys)
        await self.still()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the app work until something holds."""
        deadline = time.monotonic() + LONG
        while not condition():
            failed = self.app._exception
            if failed is not None:
                raise failed
            assert time.monotonic() < deadline, f"it did not come to that: {self.app.screen_stack}"
            await asyncio.sleep(0.005)
        await self.still()

    async def on(self, screen: type[Screen[None]]) -> None:
        """Wait for a screen."""
        await self.until(lambda: isinstance(self.app.screen, screen))

    async def still(self) -> None:
        """Until everything that is under way in the app itself has been drawn."""
        self.app.clear_notifications()
        for field in self.app.screen.query(Input):
            field.cursor_blink = False
        for _ in range(3):
            await self.pilot.pause(0)
        before: tuple[Row, ...] = ()
        while self.reading() or before != (before := drawn(self.app)):
            await self.pilot.pause(0)

    def reading(self) -> bool:
        """Whether a thread is about to bring something to the screen; those that train may wait."""
        return any(not one.is_finished for one in self.app.workers if one.group != "runs")

    async def resize(self, width: int, height: int) -> None:
        """Another size of the terminal."""
        if self.app.size != (width, height):
            await self.pilot.resize_terminal(width, height)
            # The app collects resizes for a moment, and passes on the last of them.
            await self.until(lambda: self.app.screen.size == (width, height))
            await self.still()

    async def set(self, settings: Settings) -> None:
        """Other settings, as the settings' own screen asks for them."""
        if self.app.settings != settings:
            self.app.post_message(SettingsChanged(settings))
            await self.pilot.pause(0)
            self.app.screen.post_message(ScreenResume())  # as when the settings are left
            await self.still()

    async def home(self) -> None:
        """Back to where everything begins."""
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        await self.on(HomeScreen)

    async def open_lesson(self) -> None:
        """The lesson, all of it loaded."""
        self.app.post_message(LessonChosen(MOMENTUM))
        await self.on(LessonScreen)
        screen = self.app.screen
        assert isinstance(screen, LessonScreen)
        await self.until(lambda: screen.opened)

    async def open_lab(self, block: Run | None = None) -> None:
        """The lab, with everything planned."""
        asked = RunRequested(self.lesson, block) if block else LabRequested(self.lesson)
        self.app.post_message(asked)
        await self.on(LabScreen)
        lab = self.lab
        await self.until(lambda: len(lab.plans) == len(lab.bench.scenarios))

    def predict(self) -> None:
        """What the learner says before the runs."""
        given = PredictionGiven(choice="heavy_ball", confidence=3)
        self.app.progress.record(MOMENTUM, BLOCKS[1].id, given)

    def run(self) -> None:
        """What the lab records when the runs of the lesson are made."""
        record = self.app.progress
        for name in RATES:
            made = RunMade(run=f"{name}-1", scenario=name, seed=0, standard=True)
            record.record(MOMENTUM, "", made)
        verdict = Verdict(observed="nesterov", right=False, runs=())
        record.record(MOMENTUM, BLOCKS[1].id, verdict)


@asynccontextmanager
async def stage(
    folder: Path,
    size: tuple[int, int] = (120, 40),
    hold_at: int | None = None,
    engine: StageEngine | None = None,
) -> AsyncIterator[Stage]:
    """An app that is running."""
    engine = engine or StageEngine(folder / "runs", hold_at)
    app = TutorApp(
        Catalog(units=lessons(folder / "curriculum")),
        ProgressStore.in_memory(),
        SettingsStore(folder / "settings.json", Settings()),
        engine,  # type: ignore[arg-type]
        describe_runs=lambda runs: f"loss 0.0412 after 200 steps ({runs[0]})",
    )
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Stage(app, pilot, engine, folder)


Opener = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen in a state that has to look right."""

    name: str
    open: Opener
    """From where the scene before it in the same act has ended."""
    brief: bool = False
    """Whether a few looks are enough: another scene shows the same widgets in the others."""


@dataclass(frozen=True, slots=True)
class Act:
    """Scenes that follow one another in one app."""

    name: str
    scenes: tuple[Scene, ...]
    hold_at: int | None = None


def keys(*pressed: str) -> Opener:
    """A scene that keys lead to."""

    async def open_it(at: Stage) -> None:
        await at.press(*pressed)

    return open_it


async def home(at: Stage) -> None:
    """As it is found at the beginning, with a lesson under way."""
    at.predict()
    await at.press("comma", "escape")


async def lesson_before(at: Stage) -> None:
    """A question in the middle of being answered."""
    await at.open_lesson()
    await at.press("n", "2")


async def lesson_after(at: Stage) -> None:
    """Runs made, verdict given, questions open."""
    at.predict()
    at.run()
    await at.home()
    await at.open_lesson()


async def settings(at: Stage) -> None:
    """Their screen; where their file lies differs from machine to machine."""
    await at.home()
    await at.press("comma")
    at.app.screen.top.right = "settings.json"  # type: ignore[attr-defined]


async def planned(at: Stage) -> None:
    """Before the first run."""
    await at.open_lab()


async def training(at: Stage) -> None:
    """In the middle of the second of three runs."""
    at.predict()
    at.engine.hold_at = None
    await at.open_lab(at.race)
    await at.until(lambda: len(at.lab.bench.runs) == 3 and not at.lab.making)
    at.engine.hold_at = HELD
    await at.press("n")
    await at.until(lambda: at.lab.bench.runs[-1].history.step == HELD)


async def over(at: Stage) -> None:
    """All runs made, the prediction judged."""
    at.predict()
    await at.open_lab(at.race)
    await at.until(lambda: len(at.lab.bench.runs) == 3 and not at.lab.making)
    await at.until(lambda: at.lab.has_class("-verdict"))


def pane(name: str, *pressed: str) -> Opener:
    """A pane that keys bring up, after the one before has been sent away."""

    async def open_it(at: Stage) -> None:
        while at.lab.step_back():
            pass
        await at.press(*pressed)
        assert name in at.lab.displayed(), at.lab.displayed()

    return open_it


async def table(at: Stage) -> None:
    """All runs made, and their table."""
    await over(at)
    await at.press("t")
    assert RUNS in at.lab.displayed()


async def view(at: Stage) -> None:
    """A view with all the room."""
    while at.lab.step_back():
        pass
    at.lab.show_pane(VIEW)
    await at.press("z")


async def timeline(at: Stage) -> None:
    """Back in time, two snapshots before the end."""
    while at.lab.step_back():
        pass
    await at.press("b", "left", "left")
    await at.until(lambda: at.lab.voyage is not None)


async def slow_motion(at: Stage) -> None:
    """An update taken apart, at its backward."""
    while at.lab.leave_timeline() or at.lab.step_back():
        pass
    await at.press("m")
    await at.on(SlowMotionScreen)
    screen = at.app.screen
    assert isinstance(screen, SlowMotionScreen)
    await at.until(lambda: bool(screen.frames))
    await at.press("right", "right", "right")


async def playground(at: Stage) -> None:
    """Before anything is trained."""
    await at.press("p")
    await at.on(PlaygroundScreen)
    await at.until(lambda: bool(at.lab.plans))


async def played(at: Stage) -> None:
    """After a run."""
    await at.press("r")
    await at.until(lambda: len(at.lab.bench.runs) == 1 and not at.lab.making)


def runs_of_several_kinds(at: Stage) -> None:
    """A few runs on disk, made long ago."""
    store = at.engine.runs
    asked = RunRequest(recipe=LAB.recipe, origin=MOMENTUM, parameters=(("lr", 0.01),))
    for age, (name, status) in enumerate(
        (("plain", "finished"), ("heavy_ball", "diverged"), ("nesterov", "finished"),
         ("plain", "failed"), ("nesterov", "stopped"))
    ):  # fmt: skip
        run = keep_run(
            store,
            [2.0 * 0.8**step for step in range(8 - age)],
            status=status,  # type: ignore[arg-type]
            validation=(1.9, 1.4),
            days_old=LONG_AGO - age,
            asked=replace(asked, name=name, seed=age),
        )
        call_it(store, run, f"2001{age:04}-0900")


def call_it(store: RunStore, run: str, name: str) -> None:
    """Another identity for a run: its own holds the time of day."""
    known = replace(store.info(run), run=name)
    (store.folder(run) / INFO).write_bytes(msgspec.json.encode(known))
    store.folder(run).rename(store.folder(name))


async def runs(at: Stage) -> None:
    """A list of a few."""
    runs_of_several_kinds(at)
    await at.press("ctrl+r")
    await at.on(RunsScreen)
    screen = at.app.screen
    assert isinstance(screen, RunsScreen)
    await at.until(lambda: screen.read and len(screen.table.runs) == 5)


ACTS = (
    Act(
        "reading",
        (
            Scene("home", home),
            Scene("help-home", keys("question_mark")),
            Scene("share", keys("escape", "ctrl+o")),
            Scene("lesson-before", lesson_before),
            Scene("help-lesson", keys("question_mark")),
            Scene("lesson-after", lesson_after),
            Scene("code", keys("c")),
            Scene("settings", settings),
            Scene("keys", keys("K")),
        ),
    ),
    Act("planned", (Scene("lab-planned", planned), Scene("help-lab", keys("question_mark")))),
    Act("training", (Scene("lab-training", training),), hold_at=HELD),
    Act(
        "over",
        (
            Scene("lab-over", over),
            Scene("lab-cursor", keys("left", "left", "left")),
        ),
    ),
    Act(
        "panes",
        (
            Scene("lab-runs", table),
            Scene("lab-log", pane(LOG, "g")),
            Scene("lab-knobs", pane(KNOBS, "k")),
            Scene("lab-view", view),
            Scene("lab-schedule", pane(SCHEDULE, "W")),
            Scene("lab-timeline", timeline),
            Scene("slow-motion", slow_motion),
        ),
    ),
    Act("playing", (Scene("playground", playground), Scene("playground-run", played))),
    Act("listing", (Scene("runs", runs), Scene("runs-about", keys("i")))),
)
"""Every screen. Those of one act share an app, in this order."""
