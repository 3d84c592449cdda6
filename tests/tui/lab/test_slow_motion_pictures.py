"""Slow motion as it looks: with gradients that add up, at every size and in plain ASCII."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lab_samples import LESSON, make_app, open_lab, until
from snapshots import assert_screen
from travel_samples import TravelEngine

from tui.screens.slow_motion import SlowMotionScreen

CODE = '''"""A bowl that is steeper along one axis than along the other."""

from engine import Experiment, optim, surfaces


def bowl(lr: float, steps: int) -> Experiment:
    """Descend it."""
    return Experiment(
        landscape=surfaces.quadratic(condition=10.0, start=(4.0, 1.0)),
        optimizer=optim.SGD(lr=lr),
        steps=steps,
    )
'''
LOOKS = (
    ((80, 24), "braille"),
    ((120, 40), "braille"),
    ((200, 50), "braille"),
    ((80, 24), "ascii"),
)


@pytest.mark.parametrize(("size", "symbols"), LOOKS, ids=str)
async def test_gradients_that_add_up(tmp_path: Path, size: tuple[int, int], symbols: str) -> None:
    (tmp_path / "lab.py").write_text(CODE, encoding="utf-8")
    engine = TravelEngine(tmp_path / "runs")
    app = make_app(tmp_path, engine, replace(LESSON, folder=tmp_path))
    app.settings_store.settings = replace(app.settings, symbols=symbols)
    app.apply_settings()
    async with app.run_test(size=size) as pilot:
        await open_lab(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, SlowMotionScreen))
        screen = app.screen
        assert isinstance(screen, SlowMotionScreen)
        await until(pilot, lambda: bool(screen.frames))
        await pilot.press("z")
        await until(pilot, lambda: screen.show.leave_out == ("zero_grad",))
        await pilot.press("n", "n", "right", "right", "right", "right", "right")
        await pilot.pause()
        assert_screen(app, f"slow_motion_{size[0]}x{size[1]}_{symbols}")
