"""The workbench on the screen: steps are made, taken back, recalled; nothing waits for them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from conftest import MakeApp
from fixture_lessons import units
from textual.pilot import Pilot
from workbench_samples import BENCH, BenchEngine

from lessons.catalog import Catalog
from tui.app import TutorApp
from tui.messages import LessonChosen, WorkbenchRequested
from tui.screens.workbench import WorkbenchScreen
from tui.widgets.step_view import StepPicture
from tui.widgets.workbench_card import WorkbenchCard


@asynccontextmanager
async def opened(
    make_app: MakeApp, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[TutorApp, Pilot[None], WorkbenchScreen, BenchEngine]]:
    app = make_app()
    engine = BenchEngine()
    app.engine = engine  # type: ignore[assignment]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.post_message(WorkbenchRequested(BENCH))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, WorkbenchScreen)
        await settled(pilot, screen)
        yield app, pilot, screen, engine


async def settled(pilot: Pilot[None], screen: WorkbenchScreen) -> None:
    """Until nothing is under way."""
    await pilot.pause()
    for _ in range(400):
        if screen.under_way is None:
            break
        await pilot.pause(0.005)
    await pilot.pause()


def shown(screen: WorkbenchScreen) -> list[str]:
    return [one.step.statement for one in screen.query(StepPicture)]


async def test_suggested_and_own_steps_are_made_and_taken_back(make_app: MakeApp) -> None:
    async with opened(make_app) as (_, pilot, screen, engine):
        assert "x.T" in screen.line.placeholder
        await pilot.press("enter")
        await settled(pilot, screen)
        assert shown(screen) == ["x.T"]
        await pilot.press(*"x.shape", "enter")
        await settled(pilot, screen)
        await pilot.press("f5")
        await settled(pilot, screen)
        assert shown(screen) == ["x.T", "x.shape", "x + b"]
        assert engine.asked[1:] == ["x.T", "x.shape", "x + b"]
        await pilot.press("ctrl+z")
        assert shown(screen) == ["x.T", "x.shape"]
        assert "x + b" in screen.line.placeholder
        await pilot.press("ctrl+l")
        assert shown(screen) == []
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert shown(screen) == ["x.T", "x.shape"]


async def test_lines_are_recalled_and_completed(make_app: MakeApp) -> None:
    async with opened(make_app) as (_, pilot, screen, _engine):
        await pilot.press("f5")
        await settled(pilot, screen)
        await pilot.press("up")
        assert screen.line.value == "x.T"
        await pilot.press("up", "down")
        assert screen.line.value == ""
        await pilot.press(*"x.is_c", "tab")
        assert screen.line.value == "x.is_contiguous()"
        screen.line.value = "x.s"
        await pilot.press("tab", "tab")
        assert screen.line.value == "x.stride()"


async def test_a_step_that_takes_long_is_ended_and_the_rest_stays(make_app: MakeApp) -> None:
    async with opened(make_app, (120, 40)) as (app, pilot, screen, engine):
        await pilot.press("f5")
        await settled(pilot, screen)
        engine.free.clear()
        await pilot.press(*"x", "enter")
        await pilot.pause()
        assert screen.under_way is not None
        assert str(screen.top.right) == "running"
        await pilot.press("escape")
        assert engine.ended == 1
        assert app.screen is screen
        await pilot.pause(0.05)
        assert shown(screen) == ["x.T"]
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not screen
        app.post_message(WorkbenchRequested(BENCH))
        await pilot.pause()
        again = app.screen
        assert isinstance(again, WorkbenchScreen)
        assert [one.statement for one in again.sitting.done] == ["x.T"]


async def test_it_is_reached_from_anywhere_with_a_small_tensor(make_app: MakeApp) -> None:
    app = make_app()
    app.engine = BenchEngine()  # type: ignore[assignment]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert isinstance(app.screen, WorkbenchScreen)
        assert app.screen.bench.given


async def test_a_lesson_opens_its_own_and_can_be_read_on(make_app: MakeApp, tmp_path: Path) -> None:
    unit, *others = units(tmp_path / "curriculum")
    lesson = replace(unit.lessons[0], blocks=(BENCH,))
    changed = replace(unit, lessons=(lesson, *unit.lessons[1:]))
    app = make_app(Catalog(units=(changed, *others)))
    engine = BenchEngine()
    engine.runs = app.engine.runs
    app.engine = engine  # type: ignore[assignment]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.post_message(LessonChosen(lesson.id))
        await pilot.pause()
        card = app.screen.query_one(WorkbenchCard)
        assert not card.done
        card.focus()
        await pilot.press("enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, WorkbenchScreen)
        await settled(pilot, screen)
        assert lesson.title in screen.top.left.plain
        assert [one.statement for one in screen.sitting.opened] == list(BENCH.given)
        assert app.progress.lesson(lesson.id).visited == (BENCH.id,)
