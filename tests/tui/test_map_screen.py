"""The map: every lesson in reach, its neighbours marked, its state told, at any size."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakeApp
from fixture_lessons import units
from rich.cells import cell_len

from lessons.catalog import Catalog
from lessons.map import CurriculumMap
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson, Unit
from tui.app import TutorApp
from tui.atlas import Atlas
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.screens.map import MapScreen
from tui.screens.placement import PlacementScreen
from tui.symbols import ASCII, UNICODE
from tui.widgets.lesson_map import LessonMap


@pytest.fixture
def wide(tmp_path: Path) -> Catalog:
    """25 units of 8 lessons, each resting on the one before it, the sixth on the second."""
    like = units(tmp_path / "curriculum")[0].lessons[0]

    def lesson(unit: int, place: int) -> Lesson:
        rests = (f"u{unit}/l{1 if place == 5 else place - 1}",) if place else ()
        title = f"Lesson {unit}.{place}"
        return replace(like, id=f"u{unit}/l{place}", title=title, requires=rests)

    return Catalog(
        units=tuple(
            Unit(
                id=f"u{n}",
                title=f"A unit with a long name, number {n}",
                aim="",
                lessons=tuple(lesson(n, place) for place in range(8)),
            )
            for n in range(25)
        )
    )


def shown(app: TutorApp) -> MapScreen:
    assert isinstance(app.screen, MapScreen)
    return app.screen


def drawn(screen: MapScreen) -> list[str]:
    return [screen.map.render_line(y).text for y in range(screen.map.size.height)]


async def test_it_opens_where_the_learner_would_go_on(
    make_app: MakeApp, store: ProgressStore
) -> None:
    store.mark_done("basics/slope")
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("m")
        screen = shown(app)
        assert screen.map.current == "basics/chain"
        text = "\n".join(drawn(screen))
        assert "✓ Slopes and steps" in text
        assert "▸○ The chain rule" in text
        facts = dict(screen.about.about.facts)
        assert facts["state"] == "open · 10 min"
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "basics/chain"


async def test_keys_reach_every_lesson_and_mark_what_is_before_and_after(
    make_app: MakeApp, wide: Catalog
) -> None:
    app = make_app(wide)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "j", *"lll")
        screen = shown(app)
        assert screen.map.current == "u1/l5"
        assert screen.map.before == {"u1/l0", "u1/l1"}
        assert screen.map.after == {"u1/l6", "u1/l7"}
        line = next(line for line in drawn(screen) if "▸◌" in line)
        assert (line.count("‹"), line.count("›")) == (2, 2)
        await pilot.press("G")
        assert screen.map.current == "u24/l5"
        assert any("▸◌" in line for line in drawn(screen))
        await pilot.press("l", "l", "l", "l", "g")
        assert screen.map.current == "u0/l7"
        await pilot.press("h", "n")
        assert screen.map.current == "u0/l0"
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (40, 12)])
async def test_two_hundred_lessons_fit_every_size(
    make_app: MakeApp, wide: Catalog, size: tuple[int, int]
) -> None:
    app = make_app(wide)
    async with app.run_test(size=size) as pilot:
        await pilot.press("m")
        screen = shown(app)
        lines = [line for line in drawn(screen) if line.strip()]
        assert {cell_len(line) for line in lines} == {screen.map.scrollable_content_region.width}
        if size[0] >= 80:
            assert all(sum(line.count(sign) for sign in "○◌") == 8 for line in lines)


async def test_known_is_marked_and_taken_back(make_app: MakeApp, store: ProgressStore) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("m", "x")
        screen = shown(app)
        assert store.lesson("basics/slope").status == "known"
        assert "◇ Slopes and steps" in "\n".join(drawn(screen))
        assert screen.top.right == "0 of 6 lessons done, 1 known"
        await pilot.press("x")
        assert store.lesson("basics/slope").status == "new"
        store.mark_done("basics/slope")
        await pilot.press("x")
        assert store.lesson("basics/slope").status == "done"
        await pilot.press("w")
        assert isinstance(app.screen, PlacementScreen)


async def test_without_lessons_it_says_what_to_do(make_app: MakeApp) -> None:
    app = make_app(Catalog(units=()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "enter", "down", "l", "n", "x")
        assert shown(app).query_one("#empty").display


def test_what_is_due_is_marked_and_counted(wide: Catalog) -> None:
    for symbols in (UNICODE, ASCII):
        atlas = Atlas(CurriculumMap(wide), {}, {"u0/l1": 3}, symbols)
        first, second = atlas.lanes()[0].cells[:2]
        assert (first.due, second.due, second.linked) == (False, True, True)
        assert "3 to review" in dict(atlas.about("u0/l1").facts)["state"]
        assert atlas.legend().isascii() == (symbols is ASCII)
        assert cell_len(atlas.legend()) <= 78


async def test_a_click_chooses_and_a_second_one_opens(make_app: MakeApp, wide: Catalog) -> None:
    app = make_app(wide)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("m")
        screen = shown(app)
        line = screen.map.render_line(0).text
        place = line.index("◌")
        await pilot.click(LessonMap, offset=(place, 0))
        assert screen.map.current == "u0/l1"
        await pilot.click(LessonMap, offset=(place, 0))
        assert isinstance(app.screen, LessonScreen)
