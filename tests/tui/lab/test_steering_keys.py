"""Keys that steer a run: what they send, before a run and during one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from lab_samples import PlayedEngine, make_app, open_lab, until

from engine.commands import Pause, Resume, SetHyperparameter, SetPace, Step, Stop
from engine.events import HyperparameterRefused, Problem
from tui.bridge import RunAdvanced
from tui.screens.lab import LabScreen
from tui.widgets.knob_panel import KnobPanel

REFUSED = Problem(title="This run has no lr", reason="None at all.", next_step="Turn another.")


@asynccontextmanager
async def lab(tmp_path: Path) -> AsyncIterator[tuple[Any, LabScreen, PlayedEngine]]:
    """A lab in which runs wait after 30 steps."""
    engine = PlayedEngine(tmp_path, hold_at=30)
    app = make_app(tmp_path, engine)
    async with app.run_test(size=(120, 40)) as pilot:
        yield pilot, await open_lab(pilot), engine


async def begin(pilot: Any, screen: LabScreen) -> None:
    """The long scenario, up to where it waits."""
    await pilot.press("3", "r")
    await until(pilot, lambda: bool(screen.bench.runs) and screen.bench.runs[-1].history.step == 30)


async def test_pause_pressed_twice_at_once_goes_on(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await begin(pilot, screen)
        run = screen.bench.runs[0]
        screen.action_pause()
        assert run.paused
        screen.action_pause()
        assert not run.paused
        await until(pilot, lambda: Resume() in engine.sessions[0].sent)
        assert engine.sessions[0].sent == [Pause(), Resume()]


async def test_the_speed_is_set_before_a_run_and_kept_in_it(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await pilot.press("f", "less_than_sign", "less_than_sign")
        await pilot.pause()
        assert screen.top.right == "○ ready  at 500/s"
        await begin(pilot, screen)
        assert engine.sessions[0].info.request.steps_per_second == 500
        assert "shown at 500/s" in screen.top.right


async def test_the_speed_is_changed_during_a_run_up_to_full(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await pilot.press("f")
        await begin(pilot, screen)
        await pilot.press("less_than_sign", "less_than_sign")
        await pilot.press("greater_than_sign", "greater_than_sign")
        await pilot.pause()
        paces = [one for one in engine.sessions[0].sent if isinstance(one, SetPace)]
        # a run that makes 1 000 steps a second feels 500 first
        assert [pace.steps_per_second for pace in paces] == [500, 200, 500, 1000]
        await pilot.press("greater_than_sign", "f")
        await pilot.pause()
        last = [one for one in engine.sessions[0].sent if isinstance(one, SetPace)][-2:]
        assert last[0] == SetPace(None)
        assert last[1].steps_per_second is not None


@pytest.mark.parametrize(("key", "count"), [("full_stop", 1), ("colon", 10)])
async def test_one_step_or_ten_are_made(tmp_path: Path, key: str, count: int) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await pilot.press("3", key)
        await until(pilot, lambda: bool(screen.bench.runs))
        await pilot.press(key)
        await until(pilot, lambda: screen.bench.runs[-1].history.step == count)
        assert engine.sessions[0].sent == [Step(count)]
        assert engine.sessions[0].info.request.start_paused


async def test_a_typed_value_reaches_the_run(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await begin(pilot, screen)
        await pilot.press("k", "0", ".", "5", "enter")
        await pilot.pause()
        assert SetHyperparameter("lr", 0.5) in engine.sessions[0].sent
        assert screen.bench.value("lr") == 0.5
        await until(pilot, lambda: "acts at once" in str(screen.query_one(KnobPanel).render()))


async def test_a_refusal_is_said(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen, _):
        await begin(pilot, screen)
        event = HyperparameterRefused(step=30, name="lr", value=0.5, problem=REFUSED)
        screen.post_message(RunAdvanced("run0", None, (event,)))
        await until(pilot, lambda: bool(pilot.app._notifications))
        assert list(pilot.app._notifications)[-1].title == "This run has no lr"
        assert any("has no lr" in entry.text for entry in screen.bench.runs[-1].log)


async def test_stop_asked_twice_does_not_wait(tmp_path: Path) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await begin(pilot, screen)
        session, given = engine.sessions[0], list[float]()
        session.stop = given.append  # type: ignore[method-assign]
        await pilot.press("x", "x")
        await until(pilot, lambda: screen.has_class("-trouble"))
        assert given == [5.0, 0.0]
        session.send(Stop())
        await until(pilot, lambda: not screen.making)
        assert not screen.has_class("-trouble")
        assert not screen.stopping


@pytest.mark.parametrize("key", ["r", "a", "n", "R", "T"])
async def test_a_key_that_would_make_another_run_says_what_is_under_way(
    tmp_path: Path, key: str
) -> None:
    async with lab(tmp_path) as (pilot, screen, engine):
        await begin(pilot, screen)
        await pilot.press(key)
        await pilot.pause()
        (note,) = pilot.app._notifications
        assert "x ends it" in note.message
        assert len(engine.sessions) == 1
        await pilot.press("space")
        await until(pilot, lambda: screen.bench.runs[0].paused)
        await pilot.press(key)
        await pilot.pause()
        assert "space lets it go on" in list(pilot.app._notifications)[-1].message
