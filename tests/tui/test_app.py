"""The app as a whole: what it loads when, and what holds on every screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MakeApp
from fixture_lessons import SAW, lesson, units
from test_lesson import MOMENTUM, reading
from textual.widget import Widget

from lessons.catalog import Catalog
from lessons.errors import LessonError
from lessons.progress.store import ProgressStore
from lessons.schema import Prose, Unit
from tui.messages import LessonChosen
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.themes import OWN
from tui.widgets.lesson_column import LessonColumn

HEAVY = ("torch", "numpy", "plotext", "rich.markdown", "typer")


def test_importing_the_app_loads_nothing_heavy() -> None:
    code = f"import sys, tui.app; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_shows_every_key_of_the_screen(make_app: MakeApp, key: str) -> None:
    app = make_app()
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press(key)
        assert isinstance(app.screen, HelpScreen)
        text = "\n".join(line.plain for line in app.screen.text.wrapped(100))  # type: ignore[attr-defined]
        for command in (*HomeScreen.ACTIONS, *app.ACTIONS):
            assert command.help in text
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_help_on_help_is_one_page(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "question_mark", "escape")
        assert isinstance(app.screen, HomeScreen)


async def test_ctrl_c_says_how_to_quit(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        assert app.is_running
        assert "ctrl+q" in next(iter(app._notifications)).message


async def test_what_keys_say_does_not_pile_up_but_a_warning_stays(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("one thing done")
        await pilot.pause()
        app.notify("another thing done")
        await pilot.pause()
        assert [note.message for note in app._notifications] == ["another thing done"]
        app.notify("beware", severity="warning")
        await pilot.pause()
        app.notify("a third thing done")
        await pilot.pause()
        assert "beware" in [note.message for note in app._notifications]


async def test_broken_lessons_are_reported_and_the_rest_works(
    make_app: MakeApp, tmp_path: Path
) -> None:
    problem = LessonError(tmp_path / "u" / "lesson.md", 3, "minutes", "is missing", "Add it.")
    app = make_app(Catalog(units=units(tmp_path / "c"), problems=(problem,)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        (note,) = app._notifications
        assert "lesson.md:3" in note.message
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)


async def test_the_next_lesson_takes_the_place_of_the_last(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        reader.app.post_message(LessonChosen("schedules/warmup"))
        await reader.pilot.pause()
        assert reader.screen.lesson.id == "schedules/warmup"
        assert len(reader.app.screen_stack) == 2


async def test_the_palette_runs_commands_of_the_screen(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        await reader.press("ctrl+p", *"code")
        await reader.pilot.pause(0.3)
        await reader.press("enter", "enter")
        assert getattr(reader.app.screen, "PLACE", "") == "Code"


async def test_a_click_on_the_footer_gives_the_command(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("KeyBar", offset=(77, 0))
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


async def test_a_long_lesson_is_shown_before_all_of_it_is_drawn(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: list[int] = []
    add = LessonColumn.add

    def counting(column: LessonColumn, blocks: dict[str, Widget]) -> None:
        parts.append(len(blocks))
        add(column, blocks)

    monkeypatch.setattr(LessonColumn, "add", counting)
    folder = tmp_path / "long"
    folder.mkdir()
    long = lesson("u", "long", "Long", 20, folder, blocks=(Prose(id="p", markdown=SAW * 60),))
    catalog = Catalog(units=(Unit(id="u", title="U", aim="", lessons=(long,)),))
    async with reading(lambda: make_app(catalog), "u/long"):
        assert sum(parts) == 60
        assert parts[0] < 10
        assert len(parts) > 3


@pytest.mark.parametrize("theme", [theme.name for theme in OWN])
def test_own_themes_are_readable(theme: str) -> None:
    from textual.color import Color

    (found,) = [one for one in OWN if one.name == theme]
    ground = Color.parse(found.background or "")
    names = ("foreground", "primary", "secondary", "success", "error")
    colours = [getattr(found, name) for name in names]
    colours += [found.variables["muted"], found.variables["code"]]
    for colour in colours:
        assert contrast(Color.parse(colour), ground) >= 4.5, colour


def contrast(one: object, other: object) -> float:
    """WCAG contrast ratio of two colours."""

    def luminance(colour: object) -> float:
        parts = [part / 255 for part in colour.rgb]  # type: ignore[attr-defined]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["tutor-light", "ansi-dark", "ansi-light"])
async def test_every_screen_draws_in_every_theme(
    make_app: MakeApp, store: ProgressStore, theme: str
) -> None:
    async with reading(make_app, MOMENTUM, (120, 40)) as reader:
        reader.app.theme = theme
        await reader.press("c", "escape", "question_mark", "escape", "comma", "escape")
        await reader.press("slash", "escape", "escape")
        assert isinstance(reader.app.screen, HomeScreen)


async def test_leaving_ends_what_the_engine_is_still_working_out(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads that wait for an answer would keep the process."""
    ended: list[bool] = []
    app = make_app()
    monkeypatch.setattr(app.engine, "close", lambda: ended.append(True))
    async with app.run_test(size=(80, 24)):
        assert not ended
    assert ended
