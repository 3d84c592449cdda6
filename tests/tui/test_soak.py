"""Keys and clicks at random, over everything, on an engine that fails: nothing breaks or sticks.

SOAK=20000 in the environment presses as many keys; SOAK_SEED begins with another seed.
"""

from __future__ import annotations

import asyncio
import gc
import os
import string
import threading
from collections import deque
from pathlib import Path
from random import Random

import pytest
from looks import drawn
from rough_engine import RoughEngine
from soak_places import enrich, furnish, visit
from stage import LONG, Stage, runs_of_several_kinds, stage
from textual import events
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerState

from tui.screens.home import HomeScreen
from tui.screens.settings import SettingsScreen

KEYS = int(os.environ.get("SOAK", "500"))
FIRST_SEED = int(os.environ.get("SOAK_SEED", "1"))
A_LIFE = 250
"""Keys pressed in one app before it is closed."""
A_STRETCH = 125
"""Keys after which everything has to lead home; the next ones begin somewhere else."""
SIZES = ((40, 12), (80, 24), (120, 40), (200, 50))
MOVING = ("up", "down", "left", "right", "tab", "shift+tab", "pageup", "pagedown", "home", "end")
TYPING = ("enter", "escape", "backspace", "delete", *string.printable[:95])
LEADING_OUT = frozenset({"ctrl+q"})
SHOWN = 30
"""Keys that a failure names."""
ESCAPES = 60
"""Times that `esc` has to be pressed at most, wherever one is: help and settings can be stacked."""


class Monkey:
    """Presses whatever there is to be pressed, and remembers it."""

    def __init__(self, at: Stage, seed: int) -> None:
        self.at, self.dice = at, Random(seed)
        self.seed = seed
        self.last: deque[str] = deque(maxlen=SHOWN)

    @property
    def screen(self) -> Screen[object]:
        """What is in front."""
        return self.at.app.screen

    def keys_here(self) -> list[str]:
        """Every key that means something now, the app's included."""
        nodes = [self.screen, self.at.app]
        nodes += [self.screen.focused] if self.screen.focused is not None else []
        bound = [key for node in nodes for key, _ in node._bindings.key_to_bindings.items()]
        leaving = {"q"} if len(self.at.app.screen_stack) <= 2 else set()
        return sorted(set(bound) - LEADING_OUT - leaving)

    async def act(self) -> None:
        """One thing that a hand can do."""
        what = self.dice.random()
        if what < 0.55:
            self.key(self.dice.choice(self.keys_here()))
        elif what < 0.68:
            self.key(self.dice.choice(MOVING))
        elif what < 0.84:
            typed = self.dice.choice(TYPING)
            self.key("tab" if typed == "q" else typed)  # it quits at home, as it should
        elif what < 0.96:
            self.mouse()
        else:
            await self.resize()
        if self.dice.random() < 0.7:
            await self.answered()

    def key(self, name: str) -> None:
        """Press a key, as the terminal would say it."""
        self.last.append(name)
        key = name if len(name) > 1 or name.isalnum() else _character_to_key(name)
        event = events.Key(key, name if len(name) == 1 else None)
        self.send(event)

    def mouse(self) -> None:
        """Click, turn the wheel or drag somewhere."""
        width, height = self.at.app.size
        x, y = self.dice.randrange(width), self.dice.randrange(height)
        what = self.dice.choice(("click", "click", "wheel", "drag"))
        self.last.append(f"{what}@{x},{y}")
        if what == "wheel":
            kind = self.dice.choice((events.MouseScrollDown, events.MouseScrollUp))
            self.send(_mouse(kind, x, y, 0))
            return
        self.send(_mouse(events.MouseMove, x, y, 0))
        self.send(_mouse(events.MouseDown, x, y, 1))
        if what == "drag":
            x = self.dice.randrange(width)
            self.send(_mouse(events.MouseMove, x, y, 1, delta=3))
        self.send(_mouse(events.MouseUp, x, y, 1))

    def send(self, event: events.InputEvent) -> None:
        """Through the same door as the terminal's."""
        driver = self.at.app._driver
        assert driver is not None
        driver.process_message(event)

    async def resize(self) -> None:
        """Another size of the window."""
        size = self.dice.choice(SIZES)
        self.last.append(f"{size[0]}x{size[1]}")
        self.at.app._driver._size = size  # type: ignore[union-attr]
        self.at.app.post_message(events.Resize(*_twice(size)))
        await self.answered()

    async def answered(self) -> None:
        """Until what was pressed has been dealt with; a key is always answered."""
        await asyncio.sleep(0)
        for pump in (self.at.app, self.screen):
            heard = asyncio.Event()
            if pump.call_later(heard.set):
                await self.either(heard, self.at.app._exception_event)
        self.whole()

    async def either(self, *waited: asyncio.Event) -> None:
        """Until one of these has come."""
        tasks = [asyncio.create_task(event.wait()) for event in waited]
        done, left = await asyncio.wait(tasks, timeout=LONG, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        assert done, "a key is not answered"

    def whole(self) -> None:
        """Nothing has been raised."""
        if (failed := self.at.app._exception) is not None:
            raise failed

    async def home(self) -> None:
        """`esc`, again and again, leads home."""
        app = self.at.app
        await self.at.set(app.settings_store.settings.__class__())  # whose keys may be anything now
        for _ in range(ESCAPES):
            if len(app.screen_stack) == 1 and isinstance(app.screen, HomeScreen):
                return
            self.key("escape")
            await self.answered()
        raise AssertionError(f"esc does not lead home from {app.screen}")

    async def check(self) -> None:
        """Home; nothing is under way any more; a key is answered there; every row fits."""
        app = self.at.app
        await self.at.pilot.pause()
        self.whole()
        if app._exit:
            return
        await self.home()
        going = (WorkerState.PENDING, WorkerState.RUNNING)
        await self.at.until(lambda: not any(worker.state in going for worker in app.workers))
        rows = drawn(app)
        assert {row.width for row in rows} == {app.size.width}
        self.key("comma")
        await self.at.until(lambda: isinstance(app.screen, SettingsScreen))
        self.key("escape")
        await self.at.until(lambda: isinstance(app.screen, HomeScreen))


def _twice(size: tuple[int, int]) -> tuple[events.Size, events.Size]:
    return events.Size(*size), events.Size(*size)


def _mouse(
    kind: type[events.MouseEvent], x: int, y: int, button: int, delta: int = 0
) -> events.MouseEvent:
    where = {"screen_x": x, "screen_y": y}
    return kind(None, x, y, delta, 0, button, False, False, False, **where)


async def live(folder: Path, seed: int, keys: int) -> None:
    """One app, from its first frame to its last."""
    dice = Random(seed)
    engine = RoughEngine(folder / "runs", dice)
    async with stage(folder, dice.choice(SIZES), engine=engine) as at:
        runs_of_several_kinds(at)
        enrich(at)
        visit(at, dice)
        monkey = Monkey(at, seed)
        at_home: list[int] = []
        try:
            for pressed in range(1, keys + 1):
                await monkey.act()
                if at.app._exit:
                    return  # the palette offers to quit, and it was taken
                if pressed % A_STRETCH == 0:
                    await monkey.check()
                    at_home.append(_widgets())
                    if pressed < keys:
                        visit(at, dice)
        except BaseException as error:
            error.add_note(f"seed {seed}, the last keys: {' '.join(monkey.last)}")
            raise
    assert at_home[-1] < at_home[0] + 200, at_home


def _widgets() -> int:
    """Widgets in memory: those of screens that were left are gone."""
    gc.collect()
    return sum(isinstance(one, Widget) for one in gc.get_objects())


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + max(1, KEYS // A_LIFE)))
def test_no_key_breaks_it(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("textual.app.App.open_url", lambda *_, **__: None)
    furnish(monkeypatch, Random(seed))
    before = set(threading.enumerate())
    asyncio.run(live(tmp_path, seed, A_LIFE))
    left = [thread for thread in threading.enumerate() if thread not in before]
    assert not left, left
