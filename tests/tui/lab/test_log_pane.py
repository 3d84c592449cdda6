"""The log of a run: what is in it, and how it is read."""

from __future__ import annotations

from typing import Any

import pytest
from lab_samples import started
from textual.app import App, ComposeResult

from engine.events import (
    HyperparameterRefused,
    HyperparameterSet,
    LogLine,
    NonFinite,
    Paused,
    Problem,
    Replanned,
    RunEnded,
)
from tui.lab.log import LogEntry, entries
from tui.symbols import ASCII
from tui.widgets.log_pane import LogPane, plain

PROBLEM = Problem(title="It fell", reason="The sky.", next_step="Look up.", details="Trace\nback")


def test_what_events_add_to_the_log() -> None:
    said = [
        [(entry.kind, entry.text) for entry in entries(event)]
        for event in (
            LogLine(text="hello"),
            started(),
            HyperparameterSet(step=4, name="lr", value=0.1),
            Replanned(step=3, after=10, batch_size=64, steps=40, steps_per_epoch=5),
            HyperparameterRefused(step=4, name="lr", value=-1.0, problem=PROBLEM),
            NonFinite(step=9, what="loss", layer="linear2"),
            Paused(step=3),
        )
    ]
    assert said == [
        [("printed", "hello")],
        [("told", "200 steps, SGD, fused kernel, on cpu")],
        [("told", "step 4: lr is 0.1 from here on")],
        [("told", "step 3: batch size 64 asked for, from step 11 on; 40 steps in all")],
        [("trouble", "step 4: It fell. The sky.")],
        [("trouble", "step 9: loss is not a number, first in linear2")],
        [],
    ]


def test_a_bad_end_comes_with_its_traceback_and_what_to_do() -> None:
    end = RunEnded(status="failed", steps=7, seconds=1.0, problem=PROBLEM)
    assert [(entry.kind, entry.text) for entry in entries(end)] == [
        ("told", "failed after 7 steps"),
        ("trouble", "It fell. The sky."),
        ("details", "Trace"),
        ("details", "back"),
        ("told", "Look up."),
    ]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m text", "red text"),
        (" 10%\r 50%\r100%", "100%"),
        ("done\r", "done"),
        ("a\tb", "a   b"),
        ("bell\a \x1b]0;title\x07and [bold]markup[/]", "bell and [bold]markup[/]"),
        ("", ""),
    ],
)
def test_control_characters_do_what_a_terminal_would(printed: str, shown: str) -> None:
    assert plain(printed) == shown


class Board(App[None]):
    """Nothing but a log."""

    def compose(self) -> ComposeResult:
        yield LogPane()

    def on_mount(self) -> None:
        self.pane.focus()

    @property
    def pane(self) -> LogPane:
        """The log."""
        return self.query_one(LogPane)

    def shown(self) -> list[str]:
        """The pane as text."""
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]


def lines(count: int) -> tuple[LogEntry, ...]:
    """So many lines of output."""
    return tuple(LogEntry("printed", f"line {number}") for number in range(1, count + 1))


async def press(pilot: Any, *keys: str) -> None:
    """Keys, and time for the screen to follow."""
    await pilot.press(*keys)
    await pilot.pause()


async def test_an_empty_log_says_what_will_be_in_it() -> None:
    app = Board()
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.pause()
        assert app.shown()[0] == "▸ log"
        assert app.shown()[1].startswith("Nothing printed yet.")


async def test_the_end_is_followed_until_one_scrolls_and_again_at_the_end() -> None:
    app = Board()
    async with app.run_test(size=(60, 10)) as pilot:
        app.pane.entries = lines(30)
        await pilot.pause()
        assert app.shown()[-1] == "  line 30"
        assert "lines 22 to 30 of 30" in app.shown()[0]
        await press(pilot, "up")
        app.pane.entries = lines(40)
        await pilot.pause()
        assert app.shown()[-1] == "  line 29"
        await press(pilot, "home")
        assert app.shown()[1] == "  line 1"
        await press(pilot, "pagedown")
        assert app.shown()[1] == "  line 9"
        await press(pilot, "end")
        app.pane.entries = lines(41)
        await pilot.pause()
        assert app.shown()[-1] == "  line 41"
        await press(pilot, "up", "down")
        assert app.pane.top is None


async def test_long_lines_wrap_and_kinds_have_signs() -> None:
    app = Board()
    async with app.run_test(size=(22, 10)) as pilot:
        app.pane.entries = (
            LogEntry("printed", "x" * 25),
            LogEntry("told", "told"),
            LogEntry("trouble", "wrong"),
        )
        await pilot.pause()
        assert app.shown()[1:5] == ["  " + "x" * 20, "  " + "x" * 5, "· told", "✗ wrong"]
        app.pane.symbols = ASCII
        app.pane.whose = "other"
        app.pane.entries = (LogEntry("trouble", "wrong"),)
        await pilot.pause()
        assert app.shown()[:2] == ["> log  other", "x wrong"]
