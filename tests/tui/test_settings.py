"""Settings survive, and a damaged file costs nothing but itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeApp

from tui.screens.settings import SettingsScreen
from tui.settings import Settings, SettingsStore


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    settings = Settings(theme="tutor-light", symbols="ascii", device="cpu")
    assert SettingsStore.open(tmp_path / "new").save(settings) is None
    assert SettingsStore.open(tmp_path / "new").settings == settings


def test_without_a_file_the_defaults_hold_and_nothing_is_written(tmp_path: Path) -> None:
    store = SettingsStore.open(tmp_path)
    assert store.settings == Settings()
    assert store.notice is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": "neon"}', '{"symbols": 3}', "\0" * 9])
def test_a_damaged_file_is_set_aside_with_a_notice(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    store = SettingsStore.open(tmp_path)
    assert store.settings == Settings()
    assert store.notice is not None
    assert store.notice.next_step
    assert not path.exists()
    assert (tmp_path / "settings.damaged.json").read_text() == text


def test_settings_of_a_newer_version_are_read(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"device": "cpu", "sound": "off"}))
    assert SettingsStore.open(tmp_path).settings == Settings(device="cpu")


def test_a_disk_that_refuses_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = SettingsStore.open(tmp_path)
    store.path = tmp_path / "file" / "settings.json"
    problem = store.save(Settings(device="cpu"))
    assert problem is not None
    assert problem.reason
    assert store.settings.device == "cpu"


async def test_a_change_takes_effect_and_is_kept_at_once(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("l")
        assert app.theme == "tutor-light"
        await pilot.press("down", "left")
        assert app.settings.symbols == "ascii"
        assert app.symbols.done == "+"
        assert SettingsStore.open(tmp_path).settings == Settings(
            theme="tutor-light", symbols="ascii"
        )
        await pilot.press("escape")
        assert app.screen.PLACE == "Home"


async def test_the_choice_wraps_around(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma", "h")
        assert app.settings.theme == "ansi-light"
        await pilot.press("right")
        assert app.settings.theme == "tutor-dark"


async def test_a_notice_is_shown_when_the_file_was_damaged(
    make_app: MakeApp, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text("nonsense")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert [note.title for note in app._notifications] == ["Settings could not be read"]
