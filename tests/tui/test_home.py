"""Home: where to go on, units, lessons, and ways around."""

from __future__ import annotations

import pytest
from conftest import MakeApp

from lessons.catalog import Catalog
from lessons.progress.records import PredictionGiven
from lessons.progress.store import ProgressStore
from tui.app import TutorApp
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen


def home(app: TutorApp) -> HomeScreen:
    assert isinstance(app.screen, HomeScreen)
    return app.screen


def begin(store: ProgressStore, lesson: str = "optimizers/momentum") -> None:
    store.record_position(lesson, "ball")
    given = PredictionGiven(choice="plain", confidence=1)
    store.record(lesson, "first_below", given)


async def test_first_launch_is_one_key_from_the_first_lesson(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert home(app).resume.rows[0].text == "Start here   Slopes and steps · 8 min"
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "basics/slope"


async def test_continue_opens_the_lesson_last_open(make_app: MakeApp, store: ProgressStore) -> None:
    begin(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        assert home(app).resume.rows[0].text == "Continue   Momentum · 1 of 5 done · 10 min left"
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "optimizers/momentum"


async def test_after_a_finished_lesson_the_first_open_one_is_next(
    make_app: MakeApp, store: ProgressStore
) -> None:
    store.mark_done("basics/slope")
    app = make_app()
    async with app.run_test(size=(80, 24)):
        assert home(app).resume.rows[0].text == "Next   The chain rule · 10 min"
        assert home(app).units.rows[0].right == "1/2"
        assert [row.mark for row in home(app).lessons.rows] == ["✓", "○"]


async def test_with_everything_done_nothing_is_left_to_continue(
    make_app: MakeApp, store: ProgressStore
) -> None:
    app = make_app()
    for lesson in app.catalog.lessons:
        store.mark_done(lesson.id)
    async with app.run_test(size=(80, 24)) as pilot:
        assert home(app).resume.rows == ()
        assert {row.mark for row in home(app).units.rows} == {"✓"}
        assert home(app).top.right == "6 of 6 lessons done"
        await pilot.press("up", "enter", "enter")
        assert isinstance(app.screen, LessonScreen)


async def test_marks_and_needs_say_how_it_stands(make_app: MakeApp, store: ProgressStore) -> None:
    begin(store)
    app = make_app()
    async with app.run_test(size=(80, 24)):
        assert [row.mark for row in home(app).units.rows] == ["○", "◐", "○"]
        assert [row.mark for row in home(app).lessons.rows] == ["○", "◐", "○"]
        assert home(app).lessons.rows[2].note == "needs Momentum"
        assert home(app).lessons.current is not None
        assert home(app).lessons.current.key == "optimizers/momentum"


@pytest.mark.parametrize("down", ["down", "j"])
@pytest.mark.parametrize("right", ["right", "l", "tab", "enter"])
async def test_arrows_and_vim_keys_reach_a_lesson(make_app: MakeApp, down: str, right: str) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(down, down)
        assert home(app).units.current.key == "optimizers"  # type: ignore[union-attr]
        assert home(app).lessons.rows[0].key == "optimizers/descent"
        await pilot.press(right, down, "enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "optimizers/momentum"


async def test_ends_of_the_lists(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "G")
        assert home(app).units.cursor == 2
        await pilot.press("j", "g")
        assert home(app).units.cursor == 0
        await pilot.press("k")
        assert home(app).here is home(app).resume
        await pilot.press("l", "l")
        assert home(app).here is home(app).lessons
        await pilot.press("h")
        assert home(app).here is home(app).units


async def test_escape_never_quits(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "l", "escape")
        assert home(app).here is home(app).units
        await pilot.press("escape", "escape")
        assert app.is_running
        assert "q quits" in next(iter(app._notifications)).message


async def test_q_quits_at_once(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.return_code == 0


async def test_without_lessons_the_screen_says_what_to_do(make_app: MakeApp) -> None:
    app = make_app(Catalog(units=()))
    async with app.run_test(size=(80, 24)) as pilot:
        assert home(app).query_one("#empty").display
        assert not home(app).query_one("#body").display
        await pilot.press("enter", "down", "l", "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_home_is_up_to_date_when_the_learner_comes_back(
    make_app: MakeApp, store: ProgressStore
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        store.mark_done("basics/slope")
        await pilot.press("escape")
        assert home(app).units.rows[0].right == "1/2"
        assert home(app).resume.rows[0].text.startswith("Next   The chain rule")


async def test_the_palette_finds_a_lesson(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"adaptive")
        await pilot.pause(0.3)
        await pilot.press("enter", "enter")
        await pilot.pause(0.1)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "optimizers/adaptive"


async def test_a_click_highlights_and_a_second_one_opens(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#lessons", offset=(6, 1))
        assert home(app).lessons.cursor == 1
        await pilot.click("#lessons", offset=(6, 1))
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "basics/chain"


@pytest.mark.parametrize(("width", "columns"), [(80, 2), (120, 2), (200, 3)])
async def test_room_is_used(make_app: MakeApp, width: int, columns: int) -> None:
    app = make_app()
    async with app.run_test(size=(width, 40)):
        left = {app.screen.query_one(part).region.x for part in ("#left", "#right", "#about")}
        assert len(left) == columns
