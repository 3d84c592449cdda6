"""The review that closes a unit, on the screen and in lines; the map that opens it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakeApp
from fixture_lessons import units
from textual.pilot import Pilot

from engine.client import Engine
from lessons.catalog import Catalog
from lessons.progress.store import ProgressStore
from lessons.review.mixed import Mixed
from lessons.schema import Lesson, Prose
from tui.messages import LessonChosen
from tui.plain.mixed import take_mixed
from tui.plain.talk import Talk
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.screens.lesson_keeper import LessonKeeper
from tui.screens.review.mixed import MixedScreen
from tui.widgets.lines import Lines
from tui.widgets.prose import Prose as ProseText

MIXED = Mixed(id="all_of_it", ask="What has stayed?", questions=3)


@pytest.fixture
def closing(tmp_path: Path) -> Lesson:
    """The last lesson of a unit, which is nothing but its mixed review."""
    lesson = units(tmp_path / "curriculum")[-1].lessons[-1]
    blocks = (Prose(id="words", markdown="All of it."), MIXED)
    return replace(lesson, id=f"{lesson.unit}/closing", title="Closing", blocks=blocks)


@pytest.fixture
def catalog(tmp_path: Path, closing: Lesson) -> Catalog:
    *others, unit = units(tmp_path / "curriculum")
    unit = replace(
        unit,
        lessons=(*unit.lessons, closing),
        outcomes=("Say what a ball remembers.",),
        rests_on=(others[0].id,),
    )
    return Catalog(units=(*others, unit))


def said(screen: MixedScreen) -> str:
    return "\n".join(line.text.plain for line in screen.query_one("#said", Lines).paragraphs)


async def answer(screen: MixedScreen, pilot: Pilot[None]) -> None:
    """Answer what is asked, rightly."""
    assert screen.review.asked is not None
    assert screen.card is not None
    if screen.review.asked.item.question.id == "terminal_velocity":
        await pilot.press("enter", *"10", "enter")
    else:
        await pilot.press(str(screen.card.order.index(2) + 1))
    await pilot.press("3", "enter")


async def test_from_the_lesson_through_all_questions_and_back(
    make_app: MakeApp, catalog: Catalog, closing: Lesson, store: ProgressStore
) -> None:
    app = make_app(catalog)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(LessonChosen(closing.id))
        await pilot.pause()
        lesson = app.screen
        assert isinstance(lesson, LessonScreen)
        await pilot.pause()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, MixedScreen)
        assert screen.review.sitting is not None
        count = screen.review.sitting.unasked
        assert screen.top.right == f"1 of {count}"
        for number in range(count):
            assert store.lesson(closing.id).visited == ()
            assert screen.top.right == f"{number + 1} of {count}"
            await answer(screen, pilot)
        assert store.lesson(closing.id).visited == (MIXED.id,)
        assert "you knew all of them" in said(screen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is lesson
        assert store.lesson(closing.id).status == "done"


def test_in_lines(
    tmp_path: Path,
    catalog: Catalog,
    closing: Lesson,
    store: ProgressStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.plain.mixed.load_catalog", lambda: catalog)
    target = io.StringIO()
    talk = Talk(io.StringIO("s\n" * 3), target)
    keeper = LessonKeeper(closing, store, lambda problem: talk.say(problem.title))
    take_mixed(talk, MIXED, keeper, Engine(tmp_path / "runs"), ask_sure=False)
    assert "Mixed review: What has stayed?" in target.getvalue()
    assert store.lesson(closing.id).visited == (MIXED.id,)


async def test_a_unit_opens_with_its_map(make_app: MakeApp, catalog: Catalog) -> None:
    app = make_app(catalog)
    first = catalog.units[-1].lessons[0]
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(LessonChosen(first.id))
        await pilot.pause()
        opening = app.screen.query_one("#opening", ProseText)
        assert "Say what a ball remembers." in opening.markdown


async def test_home_shows_the_map_while_units_have_the_keys(
    make_app: MakeApp, catalog: Catalog
) -> None:
    app = make_app(catalog)
    async with app.run_test(size=(120, 40)) as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        home.units.focus()
        home.units.highlight(catalog.units[-1].id)
        await pilot.pause()
        assert ("you will", "· Say what a ball remembers.") in home.syllabus.about.about.facts
        await pilot.press("right")
        await pilot.pause()
        assert home.syllabus.about.about.title == catalog.units[-1].lessons[0].title
