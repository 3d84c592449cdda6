"""A few screens as pictures, to be looked at; `test_looks.py` keeps all of them, as text."""

from __future__ import annotations

from conftest import MakeApp
from snapshots import assert_screen
from test_lesson import make_runs, predicted, reading

from lessons.progress.store import ProgressStore

SIZE = (120, 40)


async def test_home(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert_screen(app, "home-120x40")


async def test_lesson_after_the_runs(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    async with reading(make_app, size=SIZE) as reader:
        await reader.press("r")
        make_runs(store)
        await reader.press("escape")
        assert_screen(reader.app, "lesson-after-120x40")
