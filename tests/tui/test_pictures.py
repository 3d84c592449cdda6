"""The screens as they look; few, and only what tests of behaviour cannot see."""

from __future__ import annotations

import pytest
from conftest import MakeApp
from snapshots import assert_screen
from test_lesson import make_runs, predicted, reading

from lessons.progress import ProgressStore
from tui.screens.settings import SettingsScreen

SIZES = ((80, 24), (120, 40))


def name(screen: str, size: tuple[int, int]) -> str:
    return f"{screen}-{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES)
async def test_home(make_app: MakeApp, store: ProgressStore, size: tuple[int, int]) -> None:
    predicted(store)
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert_screen(app, name("home", size))


@pytest.mark.parametrize("size", SIZES)
async def test_lesson_before_the_runs(make_app: MakeApp, size: tuple[int, int]) -> None:
    async with reading(make_app, size=size) as reader:
        await reader.press("n", "2")
        assert_screen(reader.app, name("lesson-before", size))


@pytest.mark.parametrize("size", SIZES)
async def test_lesson_after_the_runs(
    make_app: MakeApp, store: ProgressStore, size: tuple[int, int]
) -> None:
    predicted(store)
    async with reading(make_app, size=size) as reader:
        await reader.press("r")
        make_runs(store)
        await reader.press("escape")
        assert_screen(reader.app, name("lesson-after", size))


@pytest.mark.parametrize("size", SIZES)
async def test_help(make_app: MakeApp, size: tuple[int, int]) -> None:
    async with reading(make_app, size=size) as reader:
        await reader.press("question_mark")
        assert_screen(reader.app, name("help", size))


@pytest.mark.parametrize("size", SIZES)
async def test_settings(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("comma")
        assert isinstance(app.screen, SettingsScreen)
        app.screen.top.right = "settings.json"
        await pilot.pause()
        assert_screen(app, name("settings", size))


async def test_wide_lesson_with_its_code(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(200, 50)) as reader:
        assert_screen(reader.app, name("lesson-after", (200, 50)))


async def test_without_colour(
    make_app: MakeApp, store: ProgressStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    predicted(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert_screen(app, "home-no-color-80x24")


async def test_in_ascii(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(80, 24)) as reader:
        await reader.press("comma", "down", "left", "escape", "n", "1")
        assert_screen(reader.app, "lesson-ascii-80x24")
