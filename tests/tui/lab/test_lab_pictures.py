"""How the lab looks: pictures of it with an engine that plays runs back."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_samples import RACE, PlayedEngine, make_app, open_lab, until
from snapshots import assert_screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("when", ["planned", "training", "over"])
async def test_the_lab(tmp_path: Path, size: tuple[int, int], when: str) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs", 60 if when == "training" else None))
    async with app.run_test(size=size) as pilot:
        screen = await open_lab(pilot, RACE if when == "over" else None)
        if when == "training":
            await pilot.press("r", "r")  # the first key is answered with the open prediction
            await until(pilot, lambda: any(run.history.step == 60 for run in screen.bench.runs))
        if when == "over":
            await until(pilot, lambda: len(screen.bench.runs) == 2 and not screen.making)
        app.clear_notifications()
        await pilot.pause(0.4)
        assert_screen(app, f"lab-{when}-{size[0]}x{size[1]}")
