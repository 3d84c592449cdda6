"""The lab with the real engine: a run from key to verdict, and a worker that is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from lab_samples import LESSON, RACE, STEPS, drawn, make_app, open_lab, until, words

from engine.client import Engine
from engine.launcher import prepare_for_textual
from lessons.progress.records import PredictionGiven

LONG = 120.0
"""Seconds that a busy machine is given to load torch."""


async def test_a_session_from_key_to_verdict(tmp_path: Path) -> None:
    prepare_for_textual()
    engine = Engine(tmp_path / "runs")
    app = make_app(tmp_path, engine)
    given = PredictionGiven(choice="fast", confidence=3)
    app.progress.record(LESSON.id, "lower", given)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_lab(pilot, RACE, LONG)
        await pilot.press("f")
        await until(pilot, lambda: screen.has_class("-verdict"), LONG)
        record = app.progress.lesson(LESSON.id)
        verdict = record.verdict("lower")
        assert verdict is not None
        assert (verdict.observed, verdict.right) == ("fast", True)
        assert [run.history.step for run in screen.bench.runs] == [STEPS, STEPS]
        assert all(run.seen.has("surface") for run in screen.bench.runs)
        curves = drawn(screen, ("loss",))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
        again = await open_lab(pilot, RACE, LONG)
        await until(pilot, lambda: len(again.bench.runs) == 2)
        await pilot.pause(0.5)
        assert drawn(again, ("loss",)) == curves
        assert not again.making
    engine.close()


async def test_a_killed_worker_is_told_of(tmp_path: Path) -> None:
    prepare_for_textual()
    engine = Engine(tmp_path / "runs")
    app = make_app(tmp_path, engine)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_lab(pilot, None, LONG)
        await pilot.press("3", "f", "r")
        bench = screen.bench
        await until(pilot, lambda: bool(bench.runs) and bench.runs[0].history.step > 500, LONG)
        worker = screen.bridge._session._worker.process.pid  # type: ignore[union-attr]
        assert worker is not None
        os.kill(worker, signal.SIGKILL)
        await until(pilot, lambda: bool(bench.runs[0].ended) and not screen.making)
        said = " ".join(words(screen, "#trouble"))
        assert "The training process is gone" in said
        assert "SIGKILL" in said
        run = bench.runs[0]
        assert run.ended is not None
        assert run.ended.status == "failed"
        assert run.history.step == run.ended.steps > 500
        await pilot.pause(0.3)
        assert screen.top.right.startswith("✗ failed")
        assert any("⠀" < cell <= "⣿" for cell in drawn(screen, ("loss",)))
    engine.close()
