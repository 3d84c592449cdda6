"""A lesson with a lab, runs made of formulas, and an engine that plays them back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.commands import Command, Pause, Resume, Step, StepEpoch, Stop
from engine.errors import EngineError
from engine.events import (
    Evaluated,
    Event,
    HyperparameterSet,
    Metric,
    Paused,
    Probed,
    Resumed,
    RunEnded,
    RunStarted,
)
from engine.observations import Array, PathPoints, Surface
from engine.plan import Plan
from engine.request import RunRequest
from engine.runfile import dtype
from engine.runs import RunInfo, RunStore
from engine.schedules import Mark
from engine.session import Update
from lessons.catalog import Catalog
from lessons.progress.store import ProgressStore
from lessons.schema import Knob, Lab, Lesson, Option, Predict, Prose, Run, Scenario, Unit
from tui.app import TutorApp
from tui.lab.live_run import LiveRun
from tui.plots.palette import DEFAULT_LOOK, identity
from tui.screens.lab import LabScreen
from tui.settings import SettingsStore

if TYPE_CHECKING:
    from engine.runfile import Rows

FOLDER = Path(__file__).parent
STEPS, EPOCH, CHUNK = 200, 20, 10

LAB = Lab(
    recipe="tiny_lab:bowl",
    views=("surface",),
    knobs=(
        Knob(name="lr", kind="log", default=0.01, min=1e-4, max=1.0, live=True),
        Knob(name="steps", kind="int", default=STEPS, min=1, max=1_000_000),
    ),
    scenarios=(
        Scenario(name="slow", label="small steps"),
        Scenario(name="fast", label="large steps", settings=(("lr", 0.1),)),
        Scenario(name="long", label="a long run", settings=(("steps", 1_000_000),)),
    ),
)
PREDICT = Predict(
    id="lower",
    ask="Which one ends lower?",
    options=(Option(key="slow", text="small steps"), Option(key="fast", text="large steps")),
    answer="tiny_lab:deepest",
    scenarios=("slow", "fast"),
    seeds=1,
)
RACE = Run(id="race", scenarios=("slow", "fast"))
LESSON = Lesson(
    id="basics/bowl",
    title="A bowl",
    aim="Say what a larger rate does.",
    minutes=5,
    requires=(),
    covers=("06.1",),
    sources=(),
    lab=LAB,
    blocks=(
        Prose(id="walls", markdown="## Steep walls\n\nOne wall of the bowl is steep."),
        PREDICT,
        RACE,
        Prose(id="after", markdown="## Afterwards\n\nThe larger rate was faster."),
    ),
    folder=FOLDER,
)
UNIT = Unit(id="basics", title="Basics", aim="What a gradient is.", lessons=(LESSON,))
PLAN = Plan(
    steps=STEPS,
    steps_per_epoch=EPOCH,
    batch_size=32,
    parameters=82,
    device="cpu",
    optimizer="SGD, fused kernel",
    clip=2.0,
    lr_steps=(1, 50, 51, STEPS),
    lr=(0.01, 0.01, 0.005, 0.005),
    marks=(Mark(51, "D", "the rate drops"),),
)


def request(scenario: str = "slow", **more: Any) -> RunRequest:
    """The run of a scenario, as the lab asks for it."""
    asked = RunRequest(
        recipe=LAB.recipe,
        parameters=LAB.parameters(LESSON.scenario(scenario)),
        name=scenario,
        origin=LESSON.id,
    )
    return replace(asked, **more)


def info(run: str = "r1", asked: RunRequest | None = None) -> RunInfo:
    """Who a run is."""
    return RunInfo(run=run, request=asked or request(), created="2026-01-01T00:00:00+00:00")


def rows(first: int, last: int, lr: float = 0.01) -> Rows:
    """Records of the steps `first` … `last`: a falling loss, a thousand steps a second."""
    step = np.arange(first, last + 1)
    made = np.zeros(len(step), dtype(1, 2))
    made["step"] = step
    made["epoch"] = (step - 1) // EPOCH
    made["seconds"] = step / 1000
    made["loss"] = 2 * np.exp(-lr * step) + 0.05 * np.sin(step)
    made["lr"][:, 0] = np.where(step <= 50, lr, lr / 2)
    made["grad_norm"] = 4 * np.exp(-lr * step)
    made["applied_norm"] = np.minimum(made["grad_norm"], 2.0)
    return made


def started(run: str = "r1", steps: int = STEPS) -> RunStarted:
    """The first event of a run."""
    return RunStarted(
        run=run,
        device="cpu",
        parameters=82,
        steps=steps,
        steps_per_epoch=EPOCH,
        layers=("weight", "bias"),
        groups=1,
        optimizer="SGD, fused kernel",
    )


def live(scenario: str = "slow", index: int = 0, steps: int = 0, **more: Any) -> LiveRun:
    """A run of the lab that has made some steps."""
    run = LiveRun(
        info(f"{scenario}{index}", request(scenario, **more)),
        LESSON.scenario(scenario).label,
        identity(index, DEFAULT_LOOK),
        standard=True,
    )
    run.take(rows(1, steps) if steps else None, (started(run.info.run),))
    return run


def surface() -> Surface:
    """The bowl from above."""
    x, y = np.meshgrid(np.linspace(-5, 5, 24), np.linspace(-2, 2, 16))
    heights = Array.of(x**2 + 10 * y**2)
    return Surface(x=(-5, 5), y=(-2, 2), heights=heights, minimum=(0.0, 0.0), axes=("x", "y"))


def path(new: Rows) -> PathPoints:
    """Where the ball has been in these steps."""
    left = np.exp(-0.02 * new["step"])
    return PathPoints(points=Array.of(np.column_stack([4 * left, left * np.cos(new["step"])])))


class PlayedSession:
    """A session that makes its steps up, ten at a look, and obeys commands."""

    def __init__(self, made: RunInfo, hold_at: int | None) -> None:
        self.info = made
        self.ended: RunEnded | None = None
        self.sent: list[Command] = []
        self.hold_at = hold_at
        """Number of steps after which it waits, as if the next one took for ever."""
        self._inbox: list[Command] = []
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._begun = False
        self._stopping = False
        self._made = 0
        self._allowed: int | None = 0 if made.request.start_paused else None
        """Steps it may make until it pauses; None: all."""

    def send(self, command: Command) -> None:
        """Obeyed at the next look."""
        with self._lock:
            self.sent.append(command)
            self._inbox.append(command)
        self._woken.set()

    def stop(self, patience: float) -> None:
        """Asked of the run once, however often it is said, as a real session does."""
        if not self._stopping:
            self._stopping = True
            self.send(Stop())

    def wait(self, timeout: float) -> None:
        """At once, unless there is nothing more to tell."""
        waits = self._made in (self.hold_at, self._allowed)
        if waits and self._begun:
            self._woken.wait(timeout)
        self._woken.clear()

    def poll(self) -> Update:
        """What has happened."""
        events: list[Event] = []
        if not self._begun:
            self._begun = True
            self._greet(events)
        with self._lock:
            commands, self._inbox = self._inbox, []
        for command in commands:
            self._obey(command, events)
        new = None if self.ended else self._advance()
        if new is not None and self._made % EPOCH == 0:
            accuracy = Metric(name="accuracy", value=self._made / STEPS)
            loss = float(new["loss"][-1]) + 0.1
            evaluated = Evaluated(
                step=self._made, split="validation", loss=loss, metrics=(accuracy,)
            )
            events.append(evaluated)
        if new is not None:
            events.append(Probed(step=self._made, probe="surface", seen=path(new)))
        if self._made == STEPS and self.ended is None:
            self._end("finished", events)
        return Update(new, tuple(events))

    def _greet(self, events: list[Event]) -> None:
        events.append(started(self.info.run))
        events.append(Probed(step=0, probe="surface", seen=surface()))
        if self._allowed == 0:
            events.append(Paused(step=0))

    def _obey(self, command: Command, events: list[Event]) -> None:
        match command:
            case Pause():
                self._allowed = self._made
                events.append(Paused(step=self._made))
            case Resume():
                self._allowed = None
                events.append(Resumed(step=self._made))
            case Step(count):
                self._allowed = self._made + count
                events.append(Paused(step=self._made + count))
            case StepEpoch():
                self._allowed = (self._made // EPOCH + 1) * EPOCH
                events.append(Paused(step=self._allowed))
            case Stop():
                self._end("stopped", events)
            case _ if hasattr(command, "name"):
                changed = HyperparameterSet(step=self._made, name=command.name, value=command.value)
                events.append(changed)

    def _advance(self) -> Rows | None:
        until = min(STEPS, self._made + CHUNK)
        for limit in (self._allowed, self.hold_at):
            until = until if limit is None else min(until, limit)
        if until <= self._made:
            return None
        first, self._made = self._made + 1, until
        lr = float(dict(self.info.request.parameters).get("lr", 0.01))
        return rows(first, until, lr)

    def _end(self, status: Any, events: list[Event]) -> None:
        self.ended = RunEnded(status=status, steps=self._made, seconds=self._made / 1000)
        events.append(self.ended)


class PlayedEngine:
    """An engine without processes: deterministic runs, plans and answers."""

    def __init__(self, folder: Path, hold_at: int | None = None) -> None:
        self.runs = RunStore(folder)
        self.sessions: list[PlayedSession] = []
        self.hold_at = hold_at
        self.refusal: EngineError | None = None
        """Raised instead of starting a run."""

    def warm(self) -> None:
        """Nothing to load."""

    def start(self, asked: RunRequest) -> PlayedSession:
        """Begin a run."""
        if self.refusal is not None:
            raise self.refusal
        session = PlayedSession(info(f"run{len(self.sessions)}", asked), self.hold_at)
        self.sessions.append(session)
        return session

    def plan(self, asked: RunRequest) -> Plan:
        """The same for every scenario but for its rate."""
        lr = float(dict(asked.parameters).get("lr", 0.01))
        return replace(PLAN, lr=(lr, lr, lr / 2, lr / 2))

    def call(self, reference: str, *arguments: object) -> object:
        """The answer of the lesson's only prediction."""
        return "fast"

    def close(self) -> None:
        """Nothing to end."""


def make_app(folder: Path, engine: Any, lesson: Lesson = LESSON) -> TutorApp:
    """The app with one lesson, its data in a folder."""
    unit = replace(UNIT, lessons=(lesson,))
    return TutorApp(
        Catalog(units=(unit,)),
        ProgressStore.open(folder),
        SettingsStore.open(folder),
        engine,
        describe_runs=lambda runs: runs[0],
    )


async def open_lab(pilot: Any, block: Run | None = None, seconds: float = 10.0) -> LabScreen:
    """Push the lab of the lesson and wait until its plans are there."""
    app = pilot.app
    screen = LabScreen(app.catalog.lessons[0], block)
    await app.push_screen(screen)
    await until(pilot, lambda: len(screen.plans) == len(screen.bench.scenarios), seconds)
    return screen


async def until(pilot: Any, condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Let the app work until something holds; fails where it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.01)
    await pilot.pause()


def words(screen: LabScreen, selector: str) -> list[str]:
    """The rows of a widget as text."""
    widget = screen.query_one(selector)
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def drawn(screen: LabScreen, names: Sequence[str] = ("loss", "lr", "gradients")) -> str:
    """All plots as text."""
    return "\n".join("\n".join(words(screen, f"#{name}")) for name in names)
