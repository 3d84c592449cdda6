"""How the lab looks: pictures of it with an engine that plays runs back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lab_samples import LAB, LESSON, RACE, PlayedEngine, make_app, open_lab, until
from snapshots import assert_screen

from engine.events import Probed
from engine.observations import Array, Pictures

SIZE = (120, 40)


async def test_the_lab(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await open_lab(pilot, RACE)
        await until(pilot, lambda: len(screen.bench.runs) == 2 and not screen.making)
        app.clear_notifications()
        await pilot.pause(0.4)
        assert_screen(app, "lab-over-120x40")


@pytest.mark.parametrize("view", ["augmented", "kernels"])
async def test_the_lab_with_images_beside_the_plots(tmp_path: Path, view: str) -> None:
    lesson = replace(LESSON, lab=replace(LAB, views=("augmented", "kernels")))
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"), lesson)
    async with app.run_test(size=SIZE) as pilot:
        screen = await open_lab(pilot, RACE)
        await until(pilot, lambda: len(screen.bench.runs) == 2 and not screen.making)
        for number, run in enumerate(screen.bench.runs):
            run.take(None, images(number))
        app.clear_notifications()
        # The first view is there without a key.
        await pilot.press(*({"augmented": (), "kernels": ("v",)}[view]), "0")
        await pilot.pause(0.4)
        assert_screen(app, f"lab-{view}-120x40")


def images(number: int) -> tuple[Probed, ...]:
    """A ring that is shifted from draw to draw, and kernels that grow into edges."""
    y, x = np.mgrid[0:8, 0:8] - 3.5
    ring = np.exp(-((np.hypot(x, y) - 2.5) ** 2))
    rows = [
        np.roll(ring, (image * draw * number, draw), (0, 1))
        for image in range(4)
        for draw in range(6)
    ]
    augmented = Pictures(
        images=Array.of(np.stack(rows)[:, None]),
        captions=("original", *(f"draw {draw}" for draw in range(1, 6))) * 4,
        low=0.0,
        high=1.0,
        columns=6,
    )
    edges = [np.sin(angle) * y[:5, :5] + np.cos(angle) * x[:5, :5] for angle in np.arange(12) / 2]
    kernels = Pictures(
        images=Array.of(np.stack(edges)[:, None] * (1 + number) / 10),
        captions=tuple(f"conv1[{kernel}]" for kernel in range(12)),
        low=-1.0,
        high=1.0,
        columns=0,
    )
    return (
        Probed(step=0, probe="augmented", seen=augmented),
        Probed(step=0, probe="kernels", seen=kernels),
    )
