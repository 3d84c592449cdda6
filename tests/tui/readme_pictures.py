"""Draws the README's pictures from real runs: `python tests/tui/readme_pictures.py [NAME …]`."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from textual.pilot import Pilot

from engine.client import Engine
from engine.launcher import prepare_for_textual
from lessons.catalog import load_catalog
from lessons.exercises.exercise import Exercise
from lessons.exercises.statements import without_module_docstring
from lessons.playground import parse
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson, Predict, Run
from tui.app import TutorApp
from tui.describe import Describer
from tui.messages import (
    ClinicRequested,
    ExerciseRequested,
    LessonChosen,
    PlaygroundRequested,
    RunRequested,
)
from tui.screens.clinic.screen import ClinicScreen
from tui.screens.exercise import ExerciseScreen
from tui.screens.lab import LabScreen
from tui.screens.lesson import LessonScreen
from tui.screens.slow_motion import SlowMotionScreen
from tui.settings import Settings, SettingsStore
from tui.widgets.code_editor import CodeEditor

FOLDER = Path(__file__).parent / "pictures"
SIZE = (110, 32)
TALL = {"exercise": (110, 40)}
"""Pictures that need more."""
LONG = 120.0
"""Seconds until a run that does not end is given up."""
PLAYED = "playground?data=spirals&model=mlp&model.hidden=32,32&optimizer=adamw&lr=0.02#seed=3"
MISTAKE = "average.py"
"""Among the wrong answers that the exercise knows."""

Sitting = Callable[["Table"], Awaitable[None]]


class Table:
    """An app on the real engine, and a learner before it."""

    def __init__(self, app: TutorApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something."""
        deadline = time.monotonic() + LONG
        while not condition():
            assert time.monotonic() < deadline, f"it did not come to that on {self.app.screen}"
            await self.pilot.pause(0.05)

    def predicted(self, lesson: str, choice: str, run: int = 0) -> tuple[Lesson, Run]:
        """The runs of a lesson, with what the learner expects of them said."""
        known = self.app.catalog.lesson(lesson)
        block = known.of(Run)[run]
        before = known.blocks[: known.blocks.index(block)]
        asked = [one for one in before if isinstance(one, Predict)][-1]
        given = PredictionGiven(choice=choice, confidence=3)
        self.app.progress.record(known.id, asked.id, given)
        return known, block

    async def lab(self, lesson: str, choice: str, run: int = 0) -> LabScreen:
        """A lab whose runs have been made and judged."""
        known, block = self.predicted(lesson, choice, run)
        self.app.post_message(RunRequested(known, block))
        await self.until(lambda: isinstance(self.app.screen, LabScreen))
        screen = self.app.screen
        assert isinstance(screen, LabScreen)
        await self.until(lambda: screen.has_class("-verdict"))
        return screen


async def home(at: Table) -> None:
    """With a lesson under way."""
    at.app.post_message(LessonChosen("optimizers/momentum"))
    await at.until(lambda: isinstance(at.app.screen, LessonScreen))
    await at.pilot.press("escape", "down")


async def lesson(at: Table) -> None:
    """A prediction in the middle of a text."""
    at.app.post_message(LessonChosen("optimizers/momentum"))
    await at.until(lambda: isinstance(at.app.screen, LessonScreen) and at.app.screen.opened)
    await at.pilot.press("n")


async def surface(at: Table) -> None:
    """Three optimisers on one surface."""
    await at.lab("optimizers/momentum", "nesterov_far", 2)
    await at.pilot.press("left", "left", "left")


async def boundary(at: Table) -> None:
    """Runs of a classifier, and what each has learned."""
    known = at.app.catalog.lesson("training/first_classifier")
    asked = known.of(Predict)[0]
    await at.lab(known.id, asked.options[0].key, 1)
    await at.pilot.press("b", "left")


async def slow_motion(at: Table) -> None:
    """One update in its parts."""
    await at.lab("optimizers/momentum", "nesterov_far", 2)
    await at.pilot.press("m")
    await at.until(lambda: isinstance(at.app.screen, SlowMotionScreen))
    screen = at.app.screen
    assert isinstance(screen, SlowMotionScreen)
    await at.until(lambda: bool(screen.frames))
    await at.pilot.press("right", "right", "right")


async def playground(at: Table) -> None:
    """Anything with anything."""
    at.app.post_message(PlaygroundRequested(parse(PLAYED, at.app.catalog)))
    await at.until(lambda: isinstance(at.app.screen, LabScreen) and bool(at.app.screen.plans))
    screen = at.app.screen
    assert isinstance(screen, LabScreen)
    await at.pilot.press("r")
    await at.until(lambda: bool(screen.bench.runs) and not screen.making)


async def exercise(at: Table) -> None:
    """A check that found a known mistake."""
    known = at.app.catalog.lesson("optimizers/momentum")
    asked = next(one for one in known.of(Exercise) if one.id == "heavy_ball")
    at.app.post_message(ExerciseRequested(known, asked))
    await at.until(lambda: isinstance(at.app.screen, ExerciseScreen))
    screen = at.app.screen
    assert isinstance(screen, ExerciseScreen)
    wrong = without_module_docstring((asked.folder / "wrong" / MISTAKE).read_text(encoding="utf-8"))
    screen.query_one(CodeEditor).load_text(wrong)
    await at.pilot.press("ctrl+s")
    await at.until(lambda: screen.judgement is not None)


async def clinic(at: Table) -> None:
    """A broken run, examined, and a suspect that it is not."""
    at.app.post_message(ClinicRequested("restless"))
    await at.until(lambda: isinstance(at.app.screen, ClinicScreen))
    screen = at.app.screen
    assert isinstance(screen, ClinicScreen)
    await at.pilot.press("l")
    await at.until(lambda: isinstance(at.app.screen, LabScreen) and bool(at.app.screen.plans))
    lab = at.app.screen
    assert isinstance(lab, LabScreen)
    await at.pilot.press("r")
    await at.until(lambda: bool(lab.bench.runs) and not lab.making)
    at.app.pop_screen()
    await at.until(lambda: bool(screen.choices.rows))
    screen.choices.highlight("rate_too_high")
    await at.pilot.press("enter")


PICTURES: dict[str, Sitting] = {
    "home": home,
    "lesson": lesson,
    "lab-surface": surface,
    "lab-timeline": boundary,
    "slow-motion": slow_motion,
    "playground": playground,
    "exercise": exercise,
    "clinic": clinic,
}


async def draw(name: str, folder: Path) -> str:
    """One picture, from an app and an engine of its own."""
    os.environ["TUTOR_HOME"] = str(folder)
    engine = Engine(folder / "runs")
    engine.warm()
    progress = ProgressStore.in_memory()
    settings = SettingsStore(folder / "settings.json", Settings(speed="full"))
    app = TutorApp(load_catalog(), progress, settings, engine, describe_runs=Describer(engine.runs))
    async with app.run_test(size=TALL.get(name, SIZE)) as pilot:
        await pilot.pause(0.3)
        await PICTURES[name](Table(app, pilot))
        await pilot.pause(0.5)
        app.clear_notifications()
        await pilot.pause(0.5)
        drawn = app.export_screenshot(title="tutor", simplify=True)
    engine.close()
    return re.sub(r"terminal-\d+", "terminal", drawn)


def main() -> None:
    """Draw those that are named, or all."""
    prepare_for_textual()
    FOLDER.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            drawn = asyncio.run(draw(name, Path(folder)))
        (FOLDER / f"{name}.svg").write_text(drawn, encoding="utf-8")
        sys.stdout.write(f"{name}: {len(drawn) // 1000} kB\n")


if __name__ == "__main__":
    main()
