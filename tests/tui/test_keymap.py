"""The learner's own keys."""

from __future__ import annotations

from pathlib import Path

from conftest import MakeApp
from hypothesis import given
from hypothesis import strategies as st

from tui.app import TutorApp
from tui.app_commands import ACTIONS as EVERYWHERE
from tui.commands import Command
from tui.keymap import KeyChoice, Keymap, can_move, clashing
from tui.places import places
from tui.screens.help import HelpScreen
from tui.screens.keys import KeysScreen
from tui.screens.settings import SettingsScreen
from tui.settings import Settings, SettingsStore

RUN = Command("run", ("r",), "run", "Run.", label="R!")
STOP = Command("stop", ("x",), "stop", "Stop.")


def test_a_moved_command_is_written_with_its_new_keys() -> None:
    keymap = Keymap().with_keys(RUN, ("g",))
    assert keymap.resolved(RUN).keys == ("g",)
    assert keymap.resolved(RUN).label == ""
    assert keymap.resolved(STOP) is STOP
    assert keymap.overrides() == {"run": "g"}


@given(st.lists(st.sampled_from(["g", "r", "f12", "ctrl+t"]), max_size=3, unique=True))
def test_taking_a_choice_back_leaves_no_trace(keys: list[str]) -> None:
    assert Keymap().with_keys(RUN, tuple(keys)).with_keys(RUN, RUN.keys) == Keymap()
    assert Keymap().with_keys(RUN, tuple(keys)).with_keys(RUN, ()) == Keymap()


def test_a_key_clashes_only_where_both_commands_are_offered() -> None:
    moved = Keymap((KeyChoice(command="stop", keys=("g",)),))
    assert clashing("g", RUN, [(RUN, STOP)], moved) == STOP
    assert clashing("x", RUN, [(RUN, STOP)], moved) is None
    assert clashing("g", RUN, [(RUN,), (STOP,)], moved) is None


def test_a_command_has_the_same_keys_wherever_it_is_offered() -> None:
    offered: dict[str, list[tuple[str, ...]]] = {}
    for commands in (*(place.commands for place in places()), EVERYWHERE):
        for command in commands:
            offered.setdefault(command.id, []).append(command.keys)
    for name, keys in offered.items():
        assert set(keys[0]).intersection(*keys), name


def test_panes_are_places_of_their_screen() -> None:
    names = [place.name for place in places()]
    assert names.index("Lab") < names.index("Lab · table of runs") < names.index("Playground")
    assert {"Lab · knobs", "Lab · timeline", "Playground · choices"} <= set(names)


@given(st.sampled_from([("escape",), ("escape", "q")]), st.sampled_from([("f12",), ("g", "f12")]))
def test_no_command_loses_the_key_that_leads_out(
    own: tuple[str, ...], new: tuple[str, ...]
) -> None:
    back = Command("back", own, "back", "Back.")
    assert Keymap().with_keys(back, new).keys(back) == ("escape", *new)


def test_every_place_keeps_its_keys_apart_from_those_of_the_app() -> None:
    names = [place.name for place in places()]
    assert {"Home", "Lesson", "Lab", "Settings", "Keys", "Help"} <= set(names)
    for place in places():
        for command in filter(can_move, place.commands):
            for key in command.keys:
                assert clashing(key, command, [(command, *EVERYWHERE)], Keymap()) is None


def test_own_keys_are_kept_in_the_settings_file(tmp_path: Path) -> None:
    store = SettingsStore.open(tmp_path)
    own = Settings(keys=(KeyChoice(command="help", keys=("f12",)),))
    assert store.save(own) is None
    assert SettingsStore.open(tmp_path).settings == own


async def said_after(app: TutorApp, *press: str) -> str:
    """What the screen of keys answers to keys that are pressed on the row of `help`."""
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("comma", "K")
        screen = app.screen
        assert isinstance(screen, KeysScreen)
        screen.rows.highlight("help")
        await pilot.press(*press)
        await pilot.pause()
        return str(screen.said.render())


async def test_a_new_key_works_at_once_and_the_old_one_no_more(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("comma", "K")
        assert isinstance(app.screen, KeysScreen)
        app.screen.rows.highlight("help")
        await pilot.press("enter", "f12", "escape")
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("escape", "question_mark")
        assert app.screen.__class__.__name__ == "HomeScreen"
        await pilot.press("f12")
        assert isinstance(app.screen, HelpScreen)
        assert "f12" in "\n".join(str(line) for line in app.screen.text.wrapped(100))  # type: ignore[attr-defined]


async def test_a_key_that_is_taken_is_refused_in_words(make_app: MakeApp) -> None:
    app = make_app()
    assert "“settings” already" in await said_after(app, "enter", "comma")
    assert app.settings.keys == ()


async def test_escape_changes_nothing_and_cannot_be_given_away(make_app: MakeApp) -> None:
    app = make_app()
    assert await said_after(app, "enter", "escape") == "Nothing is changed."
    assert app.settings.keys == ()


async def test_a_further_key_and_back_to_the_first_ones(make_app: MakeApp) -> None:
    app = make_app()
    await said_after(app, "a", "f12")
    assert app.settings.keys == (KeyChoice(command="help", keys=("?", "f1", "f12")),)
    again = make_app()
    await said_after(again, "backspace")
    assert again.settings.keys == ()


async def test_a_key_of_a_pane_clashes_in_that_pane_only(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("comma", "K")
        screen = app.screen
        assert isinstance(screen, KeysScreen)
        screen.rows.highlight("runs_sort")
        await pilot.press("enter", "P")
        assert "“pin” already" in str(screen.said.render())
        await pilot.press(
            "enter", "y"
        )  # which turns an axis, but not while the table has the focus
        assert str(screen.said.render()) == "y is “sort” now."
