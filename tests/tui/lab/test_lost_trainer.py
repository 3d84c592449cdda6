"""Real trainers that are killed, stand still, give up or flood: the lab stays, and helps."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lab_samples import LESSON, make_app, open_lab, until, words

from engine.client import Engine
from engine.commands import SetHyperparameter
from engine.launcher import prepare_for_textual
from tui.lab import silence
from tui.lab.live_run import LiveRun
from tui.screens.lab import LabScreen, minding

LONG = 40.0
"""Seconds that a busy machine is given."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine, warm, for all of them."""
    prepare_for_textual()
    engine = Engine(tmp_path_factory.mktemp("lost") / "runs")
    engine.warm()
    yield engine
    engine.close()


def exists(process: int) -> bool:
    """Whether there is a process of that number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass
class Room:
    """A lab with a run under way at full speed."""

    pilot: Any
    screen: LabScreen

    @property
    def run(self) -> LiveRun:
        """The newest run."""
        run = self.screen.bench.newest
        assert run is not None
        return run

    @property
    def worker(self) -> int:
        """Number of the process that trains."""
        session = self.screen.bridge._session
        return session._worker.process.pid  # type: ignore[union-attr, return-value]

    async def begin(self) -> None:
        """Make the long run, and wait until it is well under way."""
        await self.pilot.press("3", "f", "r")
        await self.until(lambda: bool(self.screen.bench.runs) and self.run.history.step > 200)

    async def until(self, condition: Any) -> None:
        """Let the app work until something holds."""
        await until(self.pilot, condition, LONG)

    def trouble(self) -> str:
        """The row that says what is the matter."""
        return " ".join(row.strip() for row in words(self.screen, "#trouble"))


@asynccontextmanager
async def lab(tmp_path: Path, engine: Engine, recipe: str = "tiny_lab:bowl") -> AsyncIterator[Room]:
    """A lab whose code is that recipe."""
    lesson = replace(LESSON, lab=replace(LESSON.lab, recipe=recipe))
    app = make_app(tmp_path, engine, lesson)
    async with app.run_test(size=(120, 40)) as pilot:
        yield Room(pilot, await open_lab(pilot, None, LONG))


async def test_one_that_is_killed_leaves_its_record_and_is_run_again(
    tmp_path: Path, engine: Engine
) -> None:
    async with lab(tmp_path, engine) as room:
        await room.begin()
        lost = room.run
        os.kill(room.worker, signal.SIGKILL)
        await room.until(lambda: lost.ended is not None and not room.screen.making)
        assert room.screen.has_class("-trouble")
        assert "SIGKILL" in room.trouble()
        assert f"Its {lost.history.step} steps are kept." in room.trouble()
        assert not list(room.pilot.app._notifications)  # once is enough
        await room.pilot.press("g")
        await room.until(lambda: "SIGKILL" in " ".join(words(room.screen, "#trainer_log")))
        await room.pilot.press("r")
        await room.until(lambda: room.run is not lost and room.run.history.step > 10)
        assert not room.screen.has_class("-trouble")


async def test_one_that_stands_still_is_told_of_and_ended_with_a_key(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "PATIENT", 0.3)
    monkeypatch.setattr(silence, "TIMES", 1.0)
    monkeypatch.setattr(minding, "EVERY", 0.1)
    monkeypatch.setattr(minding, "WEDGED", 0.1)
    async with lab(tmp_path, engine) as room:
        await room.begin()
        stuck, worker = room.run, room.worker
        os.kill(worker, signal.SIGSTOP)
        await room.until(lambda: room.screen.silence > 0 and "No sign" in room.trouble())
        assert "no sign for" in room.screen.top.right
        steps = stuck.history.step
        for _ in range(300):  # keys go on to be answered, though nobody reads what they ask
            room.screen.action_step()
        await room.pilot.press("x")
        await room.until(lambda: stuck.ended is not None and not room.screen.making)
        assert stuck.ended is not None
        assert (stuck.ended.status, stuck.ended.steps) == ("stopped", steps)
        assert "ended by force" in room.trouble()
        assert not exists(worker)


async def test_leaving_does_not_wait_for_one_that_stands_still(
    tmp_path: Path, engine: Engine
) -> None:
    async with lab(tmp_path, engine) as room:
        await room.begin()
        worker = room.worker
        os.kill(worker, signal.SIGSTOP)
        screen = room.screen
        await room.pilot.press("escape", "escape")
        await room.until(lambda: room.pilot.app.screen is not screen)
        await room.until(lambda: not exists(worker))


async def test_code_that_ends_its_process_is_told_of(tmp_path: Path, engine: Engine) -> None:
    async with lab(tmp_path, engine, "rough_lab:quits") as room:
        await room.pilot.press("3", "f", "r")
        await room.until(lambda: bool(room.screen.bench.runs) and room.run.ended is not None)
        assert "exit status 7" in room.trouble()
        assert "Its 39 steps are kept." in room.trouble()


async def test_a_flood_is_capped_cleaned_and_ends_with_the_traceback(
    tmp_path: Path, engine: Engine
) -> None:
    async with lab(tmp_path, engine, "rough_lab:floods") as room:
        await room.pilot.press("3", "f", "r")
        await room.until(lambda: bool(room.screen.bench.runs) and room.run.ended is not None)
        assert len(room.run.log) < 600
        await room.pilot.press("g")
        await room.until(lambda: "the sky fell" in " ".join(words(room.screen, "#trainer_log")))
        assert any("Traceback" in entry.text for entry in room.run.log)
        await room.pilot.press("home")
        await asyncio.sleep(0)
        await room.pilot.pause()
        shown = words(room.screen, "#trainer_log")
        assert any(row.strip() == "step 1 line 3" for row in shown)
        assert "\x1b" not in "".join(shown)


async def test_a_pause_holds_the_step_that_the_screen_shows(tmp_path: Path, engine: Engine) -> None:
    async with lab(tmp_path, engine) as room:
        await room.begin()
        await room.pilot.press("space")
        await room.until(lambda: room.run.paused)
        at = room.run.history.step
        stored = engine.runs.load(room.run.info.run)
        assert int(stored.rows["step"][-1]) == at
        assert f"paused  step {at}/" in room.screen.top.right
        await room.pilot.press("full_stop")
        await room.until(lambda: room.run.history.step == at + 1 and room.run.paused)
        await room.pilot.press("colon")
        await room.until(lambda: room.run.history.step == at + 11 and room.run.paused)
        room.screen.bridge.send(SetHyperparameter("momentous", 1.0))
        await room.until(
            lambda: any("This run has no" in n.title for n in room.pilot.app._notifications)
        )
        assert room.run.history.step == at + 11


async def test_quitting_does_not_leave_one_behind_that_stands_still(
    tmp_path: Path, engine: Engine
) -> None:
    async with lab(tmp_path, engine) as room:
        await room.begin()
        worker = room.worker
        os.kill(worker, signal.SIGSTOP)
        await room.pilot.press("ctrl+q")
    deadline = time.monotonic() + LONG
    while exists(worker):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
