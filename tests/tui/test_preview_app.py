"""The app over a lesson that is being written."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import NoWorkers
from textual.pilot import Pilot

from engine.client import Engine
from lessons.authoring.new_lesson import scaffold
from lessons.authoring.preview import block_of, draft_of, take_as_read
from lessons.catalog import load_catalog
from lessons.progress.store import ProgressStore
from lessons.reading.sources import FOLDERS_VARIABLE
from lessons.schema import Prose as Text
from tui.preview.app import PreviewApp
from tui.screens.help import HelpScreen
from tui.screens.lesson import LessonScreen
from tui.settings import SettingsStore
from tui.widgets.preview_notice import PreviewNotice

AT = "from_one"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDERS_VARIABLE, "")
    monkeypatch.setattr("tui.preview.app.EVERY", 3600)  # tests look when they want to
    return scaffold("unit/lesson", tmp_path / "curriculum")


@pytest.fixture
def app(folder: Path, tmp_path: Path) -> PreviewApp:
    draft = draft_of(str(folder))
    lesson, store = draft.read(), ProgressStore.in_memory()
    take_as_read(store, lesson, block_of(lesson, AT))
    return PreviewApp(
        draft,
        load_catalog(tmp_path / "curriculum"),
        store,
        SettingsStore.open(tmp_path),
        Engine(tmp_path / "runs", NoWorkers()),
        describe_runs=str,
    )


def save(folder: Path, old: str, new: str) -> None:
    """Change the text of the lesson."""
    text = (folder / "lesson.md").read_text(encoding="utf-8")
    assert old in text
    (folder / "lesson.md").write_text(text.replace(old, new), encoding="utf-8")


async def looked(app: PreviewApp, pilot: Pilot[None]) -> LessonScreen:
    """Look at the files, and once more: what was saved may be on another screen then."""
    for _ in range(2):
        await app.workers.wait_for_complete()  # a look under way would be ended by the next one
        app.look()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.pause()
    assert isinstance(app.screen, LessonScreen)
    return app.screen


def said(screen: LessonScreen) -> str:
    """What the notice says; empty where there is none."""
    shown = [notice for notice in screen.query(PreviewNotice) if notice.display]
    return "\n".join(str(paragraph.text) for notice in shown for paragraph in notice.paragraphs)


async def test_it_opens_in_the_middle(app: PreviewApp) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await looked(app, pilot)
        assert screen.lesson.id == "unit/lesson"
        assert AT in screen.column.blocks
        assert screen.column.shows(screen.column.blocks[AT])
        assert said(screen) == ""


async def test_what_is_saved_is_shown_at_the_same_place(app: PreviewApp, folder: Path) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        before = await looked(app, pilot)
        save(folder, "A step goes against the gradient", "Every step goes downhill")
        after = await looked(app, pilot)
        assert after is not before
        first = after.lesson.of(Text)[0]
        assert "Every step goes downhill" in first.markdown
        assert AT in after.column.blocks


async def test_an_error_is_told_and_the_old_text_stays(app: PreviewApp, folder: Path) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        before = await looked(app, pilot)
        save(folder, "minutes = 5", "minuts = 5")
        screen = await looked(app, pilot)
        assert screen is before
        assert said(screen) == (
            'lesson.md:4: minuts: there is no such key here. Did you mean "minutes"?'
        )
        save(folder, "minuts = 5", "minutes = 50")
        screen = await looked(app, pilot)
        assert said(screen) == ("lesson.md:1: a lesson takes 5 to 20 minutes. Cut it, or join two.")
        save(folder, "minutes = 50", "minutes = 10")
        assert said(await looked(app, pilot)) == ""


async def test_many_findings_are_counted(app: PreviewApp, folder: Path) -> None:
    for file in (folder / "exercises" / "one_step" / "wrong").glob("*.py"):
        file.write_text("x = 1\n")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await looked(app, pilot)
        (folder / "lab.py").write_text("x = 1\n")
        screen = await looked(app, pilot)
        assert said(screen).count("\n") == 3
        assert "2 more: `tutor lint --quick` names all." in said(screen)


async def test_whoever_is_elsewhere_is_not_called_back(app: PreviewApp, folder: Path) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        before = await looked(app, pilot)
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        save(folder, "A step goes against the gradient", "Every step goes downhill")
        app.look()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        after = await looked(app, pilot)
        assert after is not before
        assert "Every step goes downhill" in after.lesson.of(Text)[0].markdown
