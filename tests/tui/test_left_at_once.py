"""Screens that are left before they were there: a key and `esc` close behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeApp
from exercise_stage import LESSON, exercise

from lessons.clinics.ward import load_ward
from lessons.exercises.workspace import Workspace
from tui.app import TutorApp
from tui.screens.base import TutorScreen
from tui.screens.clinic.screen import ClinicScreen
from tui.screens.clinic.ward import WardScreen
from tui.screens.exercise import ExerciseScreen
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.screens.map import MapScreen
from tui.screens.placement import PlacementScreen
from tui.screens.review import ReviewScreen
from tui.screens.settings import SettingsScreen


def written(app: TutorApp, folder: Path) -> TutorScreen:
    task = exercise(folder / "step")
    return ExerciseScreen(app.catalog.lesson(LESSON), task, Workspace().open(LESSON, task))


SCREENS: tuple[Callable[[TutorApp, Path], TutorScreen], ...] = (
    written,
    lambda app, _: LessonScreen(app.catalog.lesson(LESSON)),
    lambda *_: ReviewScreen(),
    lambda *_: MapScreen(),
    lambda *_: PlacementScreen(),
    lambda *_: WardScreen(),
    lambda *_: ClinicScreen(load_ward().cases[0]),
    lambda app, _: SettingsScreen(app.settings),
)


@pytest.mark.parametrize("waits", [0, 1, 2, 4])
async def test_a_screen_can_be_left_before_it_is_there(
    make_app: MakeApp, tmp_path: Path, waits: int
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        for make in SCREENS:
            app.push_screen(make(app, tmp_path))
            for _ in range(waits):
                await asyncio.sleep(0)
            app.pop_screen()
            await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
