"""What the lab's last row and its help offer, at each moment and in each pane."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lab_samples import PlayedEngine, make_app, open_lab, until

from tui.screens.help import HelpScreen
from tui.screens.lab import LabScreen
from tui.screens.lab.offering import FIRST
from tui.screens.playground import PlaygroundScreen
from tui.widgets.key_bar import KeyBar


@asynccontextmanager
async def lab(
    tmp_path: Path, size: tuple[int, int] = (80, 24), hold_at: int | None = None
) -> AsyncIterator[tuple[Any, LabScreen]]:
    """A lab that is open."""
    app = make_app(tmp_path, PlayedEngine(tmp_path, hold_at=hold_at))
    async with app.run_test(size=size) as pilot:
        yield pilot, await open_lab(pilot)


async def offered(pilot: Any) -> str:
    """The last row."""
    await pilot.pause()
    return str(pilot.app.screen.query_one(KeyBar).render())


@pytest.mark.parametrize("moment", FIRST)
def test_what_comes_first_is_offered_somewhere(moment: str) -> None:
    names = {one.id for screen in (LabScreen, PlaygroundScreen) for one in screen.ACTIONS}
    first = FIRST[moment]  # type: ignore[index]
    assert set(first) <= names
    assert len(set(first)) == len(first)


async def test_the_last_row_follows_the_run(tmp_path: Path) -> None:
    async with lab(tmp_path, hold_at=30) as (pilot, screen):
        assert (await offered(pilot)).startswith("r run  v view  k knobs")
        await pilot.press("3", "r")
        await until(pilot, lambda: screen.bench.runs and screen.bench.runs[-1].history.step == 30)
        row = await offered(pilot)
        assert row.startswith("space pause  . step  x stop")
        assert "esc back" in row
        await pilot.press("x")
        await until(pilot, lambda: not screen.making)
        assert (await offered(pilot)).startswith("r run  ←→ cursor  t runs")


async def test_the_pane_with_the_focus_comes_first_and_esc_stays(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen):
        await pilot.press("t")
        row = await offered(pilot)
        assert row.startswith("↑↓ choose  space show  P pin")
        assert "esc back" in row
        await pilot.press("k")  # one run up, not the knobs
        assert "k knobs" not in await offered(pilot)
        await pilot.press("escape")
        assert (await offered(pilot)).startswith("r run")
        assert screen.focused is None


async def test_help_begins_with_the_pane_that_has_the_focus(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, _):
        await pilot.press("g", "question_mark")
        await pilot.pause()
        page = pilot.app.screen
        assert isinstance(page, HelpScreen)
        lines = [str(line).strip() for line in page.text.wrapped(100)]  # type: ignore[attr-defined]
        order = ["Log of the trainer", "Lab", "Knobs", "Table of runs", "Timeline", "Everywhere"]
        places = [lines.index(name) for name in order]
        assert places == sorted(places)
        assert places[0] == 0
