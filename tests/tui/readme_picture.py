"""Draws the picture in the README from a real run: `python tests/tui/readme_picture.py`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.client import Engine
from engine.launcher import prepare_for_textual
from lessons.catalog import load_catalog
from lessons.progress import ProgressStore
from lessons.records import PredictionGiven
from lessons.schema import Predict, Run
from tui.app import TutorApp
from tui.describe import Describer
from tui.screens.lab import LabScreen
from tui.settings import Settings, SettingsStore

PICTURE = Path(__file__).parent / "snapshots" / "readme.svg"
LESSON, RUN_BLOCK, GUESS = "optimizers/momentum", 2, "nesterov_far"


async def draw(folder: Path) -> str:
    """The lab of the momentum lesson after its third race, 120 by 40."""
    engine = Engine(folder / "runs")
    progress = ProgressStore.in_memory()
    settings = SettingsStore(folder / "settings.json", Settings(speed="full"))
    catalog = load_catalog()
    app = TutorApp(catalog, progress, settings, engine, describe_run=Describer(engine.runs))
    lesson = catalog.lesson(LESSON)
    block = lesson.of(Run)[RUN_BLOCK]
    before = lesson.blocks.index(block) - 1
    predict = lesson.blocks[before]
    assert isinstance(predict, Predict)
    given = PredictionGiven(choice=GUESS, confidence=3)
    progress.record_prediction(lesson.id, predict.id, given)
    async with app.run_test(size=(120, 40)) as pilot:
        lab = LabScreen(lesson, block)
        await app.push_screen(lab)
        while not lab.has_class("-verdict"):
            await pilot.pause(0.1)
        await pilot.pause(0.5)
        return app.export_screenshot(title="tutor")


def main() -> None:
    """Draw it."""
    prepare_for_textual()
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(asyncio.run(draw(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
