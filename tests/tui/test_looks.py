"""Every screen in every size and look: as it looked before, whole, legible."""

from __future__ import annotations

import math
from pathlib import Path

import asking_scenes
import clinic_scenes
import exercise_scenes
import looks_checks as check
import pytest
import stage as reading_scenes
import workbench_scenes
from looks import Row, compare, drawn, section
from stage import Act, Stage, stage
from textual.screen import Screen

from tui.settings import Settings

ACTS = (
    *reading_scenes.ACTS,
    *exercise_scenes.ACTS,
    *asking_scenes.ACTS,
    *clinic_scenes.ACTS,
    *workbench_scenes.ACTS,
)
SIZES = ((80, 24), (120, 40), (200, 50))
LOOKS = {
    "dark": Settings(),
    "light": Settings(theme="tutor-light"),
    "ascii": Settings(symbols="ascii"),
    "ansi-dark": Settings(theme="ansi-dark"),
}
"""The last: the terminal's own 16 colours."""
SMALLEST, USUAL = SIZES[:1], SIZES[1:2]
WHOLLY = {"dark": SIZES, "light": USUAL, "ascii": SIZES[:2], "ansi-dark": SMALLEST}
"""Sizes of every look."""
BRIEFLY = {"dark": SIZES, "ascii": SMALLEST}


@pytest.fixture(autouse=True)
def one_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of times does not depend on where this runs."""
    monkeypatch.setattr("tui.screens.runs.screen.listed", _listed_in_utc)
    # Nor on how long the drawing takes, in which the trainer says nothing.
    monkeypatch.setattr("tui.lab.silence.PATIENT", math.inf)
    # What would be painted between two drawings is seen by nobody here.
    monkeypatch.setattr(
        Screen, "_compositor_refresh", lambda screen: screen._compositor._dirty_regions.clear()
    )


def _listed_in_utc(entries: object, catalog: object) -> object:
    from datetime import UTC

    from tui.runs.listed import listed

    return listed(entries, catalog, UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
async def test_the_screens_of(act: Act, tmp_path: Path) -> None:
    async with stage(tmp_path, hold_at=act.hold_at) as at:
        for scene in act.scenes:
            await scene.open(at)
            compare(scene.name, await every_look(at, brief=scene.brief))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
async def test_without_colour(act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(tmp_path, (80, 24), act.hold_at) as at:
        for scene in act.scenes:
            await scene.open(at)
            rows = drawn(at.app)
            check.check_no_colour(rows)
            compare(f"{scene.name}-no-color", [section("80x24 no colour", rows)])


async def every_look(at: Stage, *, brief: bool = False) -> list[str]:
    """The screen in every size and look, checked; `brief`: in the dark, and the smallest in ASCII.

    Another look takes longer than another size.
    """
    drawings: dict[tuple[int, str], tuple[Row, ...]] = {}
    looks = BRIEFLY if brief else WHOLLY
    for name, sizes in reversed(looks.items()):  # what follows begins as it is
        await at.set(LOOKS[name])
        for width, height in sizes:
            await at.resize(width, height)
            drawings[width, name] = rows = drawn(at.app)
            check.check_size(rows, width, height)
            check.check_edges(at.app)
            check.check_whole(at.app)
            if name == "ascii":
                check.check_ascii(rows)
            elif name != "ansi-dark":
                check.check_contrast(at.app, rows)
    await at.resize(120, 40)
    return [
        section(f"{width}x{height} {name}", rows, drawings[width, "dark"] if name != "dark" else ())
        for width, height in SIZES
        for name in looks
        if (rows := drawings.get((width, name)))
    ]
