"""Back in time with the real engine: a continuation is the parent's own future, to the bit."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_samples import LESSON, STEPS, drawn, make_app, open_lab, until

from engine.client import Engine
from engine.launcher import prepare_for_textual
from lessons.progress.records import PredictionGiven
from tui.screens.slow_motion import SlowMotionScreen

LONG = 60.0
"""Seconds that a busy machine is given to load torch."""


async def test_back_on_and_apart(tmp_path: Path) -> None:
    prepare_for_textual()
    engine = Engine(tmp_path / "runs")
    app = make_app(tmp_path, engine)
    given = PredictionGiven(choice="fast", confidence=3)
    app.progress.record(LESSON.id, "lower", given)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_lab(pilot, None, LONG)
        bench = screen.bench

        async def over(runs: int) -> None:
            await until(pilot, lambda: len(bench.runs) == runs and not screen.making, LONG)

        await pilot.press("f", "r")
        await over(1)
        parent = bench.runs[0]
        await pilot.press("b")
        await until(pilot, lambda: bool(screen.kept))
        await pilot.press("home", "right", "right")
        await pilot.pause()
        assert screen.voyage is not None
        step = screen.voyage.step
        assert 0 < step < STEPS
        await pilot.press("enter")
        await over(2)
        child = bench.runs[1]
        assert child.first_step == step
        rest = parent.history.loss.values[step:].tolist()
        assert child.history.loss.values.tolist() == rest
        assert child.at(step).loss == parent.at(step).loss

        # Another future, from a point that the continuation inherited.
        await pilot.press("b", "home", "right", "f", "right", "right", "f")
        await over(3)
        fork = bench.runs[2]
        assert fork.fork_of is not None
        assert fork.fork_of.run == parent.info.run
        assert fork.history.lr[0].latest != parent.history.lr[0].latest
        await pilot.pause(0.3)
        assert "F" in drawn(screen, ("loss",))

        # The update after the head, in its parts.
        await pilot.press("b", "home", "right", "m")
        await until(pilot, lambda: isinstance(app.screen, SlowMotionScreen), LONG)
        slow = app.screen
        assert isinstance(slow, SlowMotionScreen)
        await until(pilot, lambda: slow.taken is not None, LONG)
        assert slow.taken is not None
        before = slow.taken.before
        loss = next(done.loss for done in slow.taken.done if done.loss is not None)
        assert loss == pytest.approx(parent.history.loss.at(before + 1), rel=0)
    engine.close()
