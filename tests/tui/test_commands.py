"""One table of commands gives bindings, footer, palette and help."""

from __future__ import annotations

import pytest

from tui.app_commands import ACTIONS as APP
from tui.commands import Command, all_keys, bindings, key_label
from tui.screens.code import CodeScreen
from tui.screens.home import HomeScreen
from tui.screens.lab import LabScreen
from tui.screens.lesson import LessonScreen
from tui.screens.settings import SettingsScreen
from tui.symbols import ASCII, UNICODE, spell

SCREENS = (HomeScreen, LessonScreen, SettingsScreen, CodeScreen)


def test_every_key_becomes_a_binding_of_the_action() -> None:
    made = bindings([Command("go", ("j", "down"), "go", "Go.", footer=False)])
    assert [(binding.key, binding.action, binding.show) for binding in made] == [
        ("j", "go", False),
        ("down", "go", False),
    ]


def test_a_command_that_takes_a_key_is_told_which() -> None:
    made = bindings([Command("answer", ("1", "2"), "answer", "Answer.", takes_key=True)])
    assert [binding.action for binding in made] == ["answer('1')", "answer('2')"]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_command_has_its_action(screen: type[HomeScreen]) -> None:
    for command in screen.ACTIONS:
        assert callable(getattr(screen, f"action_{command.id}", None)), command.id
        assert command.help.endswith(".")
        assert "!" not in command.help


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_means_two_things_unless_the_cards_differ(screen: type[HomeScreen]) -> None:
    keys = [key for command in screen.ACTIONS for key in command.keys]
    doubles = {key for key in keys if keys.count(key) > 1}
    assert doubles <= {"enter"}
    assert not doubles or screen is LessonScreen
    assert not set(keys) & {key for command in APP for key in command.keys}


@pytest.mark.parametrize("screen", SCREENS)
def test_escape_goes_back_everywhere(screen: type[HomeScreen]) -> None:
    (back,) = [command for command in screen.ACTIONS if "escape" in command.keys]
    assert back.id == "back"


def test_arrows_have_their_vim_keys() -> None:
    pairs = {"down": "j", "up": "k", "left": "h", "right": "l"}
    for screen in SCREENS:
        for command in screen.ACTIONS:
            for arrow, letter in pairs.items():
                assert (arrow in command.keys) <= (letter in command.keys)


def test_keys_are_written_for_people() -> None:
    command = Command("search", ("/", "ctrl+p"), "search", "Search.")
    assert key_label(command) == "/"
    assert all_keys(Command("back", ("escape", "comma"), "b", "B.")) == "esc  ,"
    assert all_keys(Command("next", ("right_square_bracket",), "n", "N.")) == "]"
    named = [all_keys(one) for screen in (*SCREENS, LabScreen) for one in screen.ACTIONS]
    assert not [keys for keys in named if "_" in keys]
    assert spell("↑↓", UNICODE) == "↑↓"
    assert spell("↑↓", ASCII) == "up/down"
    assert spell("esc", ASCII) == "esc"
