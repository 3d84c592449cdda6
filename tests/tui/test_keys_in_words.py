"""Sentences name the keys that are in force, and never one that the learner may have moved."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MakeApp
from textual.app import App, ComposeResult
from textual.widgets import Static

import tui
from tui.app_commands import ACTIONS as EVERYWHERE
from tui.commands import Command
from tui.key_words import KeyWords, key_of
from tui.keymap import Keymap
from tui.places import places
from tui.screens.home import HomeScreen
from tui.symbols import ASCII

ROOT = Path(tui.__file__).parent
DOES = (
    "again|adds?|asks|begins?|brings?|changes?|closes?|copies|copy|deletes?|draws?|empties|ends?"
    "|forks?|gives?|goes|leaves?|lists?|makes?|opens?|puts?|quits?|reads?|returns?|runs?|saves?"
    "|shows?|skips?|sorts?|starts?|stops?|takes?|trains?|turns?|undoes|writes?"
)
LETTER = "[b-zB-HJ-Z?/.]"  # “a run” is no key
KEY = rf"(?:{LETTER}|enter|Enter|space|tab|backspace|ctrl\+(?!q)[a-z]|[↑↓←→↵⌫]+)"
NAMED = (
    rf"(?:^|[.,;:(]\s|\band |\bthen )\*{{0,2}}{KEY}\*{{0,2}} (?:{DOES})\b",
    rf"\b[Pp]ress (?:\*\*)?{KEY}(?:\*\*)?(?=[\s.,;:)]|$)",
    r"\bthe key \*{0,2}[a-z]\*{0,2}(?=[\s.,;:)]|$)|\bcomma key\b",
    rf"\bwith {KEY}(?=[,;.]|$)",
)
"""How a sentence names a key. `esc` and `ctrl+q` cannot be moved, so they may stand anywhere."""
KEYS_OF_THEIR_OWN = {
    "plain": "lines of text without a screen, whose letters are answers to a question",
    "headless": "prints, and has no keys",
    "widgets/picker.py": "a field to type into, whose enter is the field's own",
    "screens/share.py": "the same",
}
"""Places that the learner's keymap does not reach."""


def sentences() -> Iterator[tuple[str, str]]:
    """Every text in the program that somebody may read, with its file."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if any(name == own or name.startswith(f"{own}/") for own in KEYS_OF_THEIR_OWN):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in told:  # no docstring
                yield name, str(node.value)


def named(text: str) -> bool:
    """Whether it names a key."""
    return any(re.search(pattern, text) for pattern in NAMED)


@pytest.mark.parametrize(
    "text",
    [
        "r makes one.",
        "There is no run yet. r makes one.",
        "Press **r** to make the rest.",
        "It is under way: x ends it first.",
        "The comma key opens the settings.",
        "Make a run with r, then go back.",
        "Enter opens it.",
        "then f again.",
    ],
)
def test_a_key_in_a_sentence_is_found(text: str) -> None:
    assert named(text)


@pytest.mark.parametrize(
    "text", ["esc again stops it.", "ctrl+q quits.", "A run is under way.", "the same with a rate"]
)
def test_other_words_are_none(text: str) -> None:
    assert not named(text)


def test_no_sentence_names_a_key_that_may_have_been_moved() -> None:
    assert not [(name, text) for name, text in sentences() if named(text)]


def test_every_command_whose_key_is_named_exists() -> None:
    ids = {command.id for place in places() for command in place.commands}
    ids |= {command.id for command in EVERYWHERE}
    asked = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", ""))
            if isinstance(node, ast.Call) and name == "key_of":
                asked |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    assert asked
    assert asked <= ids


def test_a_key_is_written_as_it_is_now() -> None:
    command = Command("up", ("up", "k"), "up", "Up.")
    assert KeyWords().of(command) == "↑"
    assert KeyWords(symbols=ASCII).of(command) == "up"
    moved = Keymap().with_keys(command, ("f5",))
    assert KeyWords(moved).of(command) == "f5"


class Offering(Static):
    """A widget with a command of its own."""

    ACTIONS = (Command("help", ("h",), "help", "Help."),)


class Alone(App[None]):
    """An app that has no keymap."""

    def compose(self) -> ComposeResult:
        """One of each."""
        yield Offering()


async def test_the_nearest_command_is_meant_and_none_is_invented() -> None:
    app = Alone()
    async with app.run_test():
        assert key_of(app.query_one(Offering), "help") == "h"
        assert key_of(app.query_one(Offering), "run") == "“run”"


async def test_sentences_follow_the_keymap(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        home = app.screen
        assert isinstance(home, HomeScreen)
        assert home.key_of("leave") == "q"
        await pilot.press("comma", "K")
        app.screen.rows.highlight("leave")  # type: ignore[attr-defined]
        await pilot.press("enter", "f6", "escape", "escape")
        assert home.key_of("leave") == "f6"
