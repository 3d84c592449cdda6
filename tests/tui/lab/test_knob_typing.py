"""A knob's value typed with the keys: taken, mended, left, refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from engine.request import Value
from lessons.schema import Knob
from tui.symbols import ASCII
from tui.widgets.knob_panel import KnobPanel, KnobState

RATE = Knob(
    name="lr", kind="log", default=1e-3, min=1e-5, max=1.0, live=True, help="how far a step goes"
)
BATCH = Knob(name="batch_size", kind="int", default=32, min=1, max=512)
SHIFT = Knob(name="shift", kind="float", default=0.0, min=-2.0, max=2.0)
SWITCH = Knob(name="nesterov", kind="toggle", default=False)


class Board(App[None]):
    """A panel whose screen has a key of its own for digits."""

    BINDINGS = [("1", "seen('1')"), ("escape", "seen('escape')"), ("e", "seen('e')")]

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Value | None, Value]] = []
        self.leaked: list[str] = []

    def compose(self) -> ComposeResult:
        yield KnobPanel()

    def on_mount(self) -> None:
        panel = self.query_one(KnobPanel)
        panel.states = tuple(
            KnobState(knob=knob, value=knob.default, turned=False, acts="acts at once")
            for knob in (RATE, BATCH, SHIFT, SWITCH)
        )
        panel.focus()

    def action_seen(self, key: str) -> None:
        self.leaked.append(key)

    def on_knob_panel_turned(self, message: KnobPanel.Turned) -> None:
        self.asked.append((message.knob.name, message.value, message.before))

    def shown(self) -> list[str]:
        """The panel as text."""
        panel = self.query_one(KnobPanel)
        return [panel.render_line(y).text.rstrip() for y in range(panel.size.height)]


async def press(pilot: Any, *keys: str) -> None:
    """Keys, and time for the screen to follow."""
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (["0", ".", "0", "5", "enter"], ("lr", 0.05, 1e-3)),
        (["1", "e", "-", "4", "enter"], ("lr", 1e-4, 1e-3)),
        ([".", "2", "backspace", "3", "enter"], ("lr", 0.3, 1e-3)),
        (["down", "6", "4", "enter"], ("batch_size", 64, 32)),
        (["down", "down", "-", "1", ".", "5", "enter"], ("shift", -1.5, 0.0)),
    ],
)
async def test_a_value_is_set_exactly(keys: list[str], asked: tuple[str, Value, Value]) -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, *keys)
        assert app.asked == [asked]
        assert app.leaked == []
        assert app.query_one(KnobPanel).entry == ""


async def test_esc_leaves_a_value_and_only_that() -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "1", "2")
        assert "12_" in app.shown()[1]
        assert any("sets it" in row for row in app.shown())
        await press(pilot, "escape")
        assert (app.asked, app.leaked) == ([], [])
        await press(pilot, "escape")
        assert app.leaked == ["escape"]


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (["7", "enter"], "from 1e-05 to 1"),
        (["1", "e", "enter"], "lr is a number"),
        (["down", "2", ".", "5", "enter"], "whole number"),
        (["up", "down", "down", "down", "1"], "turned, not typed"),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_a_sentence(keys: list[str], why: str) -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, *keys)
        assert why in " ".join(app.shown())
        assert (app.asked, app.leaked) == ([], [])
        await press(pilot, "escape", "up")
        assert why not in " ".join(app.shown())


async def test_the_knob_under_the_cursor_is_explained_and_nothing_moves() -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        assert app.shown()[5] == "how far a step goes (1e-05 to 1); acts at once"
        height = app.query_one(KnobPanel).size.height
        await press(pilot, "down")
        assert app.shown()[5] == "1 to 512; acts at once"
        app.set_focus(None)
        await pilot.pause()
        assert app.shown()[5] == ""
        assert app.query_one(KnobPanel).size.height == height


async def test_turning_back_and_forth_tells_what_was_before() -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "right", "backspace")
        assert app.asked == [("lr", 0.0013, 1e-3), ("lr", None, 1e-3)]


async def test_in_ascii_no_other_sign_is_used() -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(KnobPanel).symbols = ASCII
        await press(pilot, "1")
        assert "".join(app.shown()).isascii()
