"""Several runs side by side: as many as have room, the newest in any case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.names import apart, shorten
from tui.plots.canvas import Canvas
from tui.plots.palette import style
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec

GAP = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells."""

    left: int
    top: int
    width: int
    height: int


def blank(spec: ViewSpec) -> Canvas:
    """An empty canvas of the size of a view."""
    return Canvas(spec.width, spec.height, plain=spec.look.symbols == "ascii")


def share_out(width: int, count: int, narrowest: int) -> tuple[int, int]:
    """How many of so many pictures have room beside each other, one at least, and their width."""
    fitting = max(1, min(count, (width + GAP) // (narrowest + GAP)))
    return fitting, (width - GAP * (fitting - 1)) // fitting


def panels(
    canvas: Canvas, spec: ViewSpec, runs: Sequence[RunSeen], narrowest: int
) -> list[tuple[RunSeen, Box]]:
    """Share out the width among runs and write their names; returns the room below each name.

    The name is left out where there is only one run.
    """
    fitting, width = share_out(spec.width, len(runs), narrowest)
    shown = runs[-fitting:]
    if len(runs) == 1:
        return [(shown[0], Box(0, 0, width, spec.height))]
    boxes: list[tuple[RunSeen, Box]] = []
    names = apart([run.name for run in shown], max(1, width - 2))
    for index, (run, name) in enumerate(zip(shown, names, strict=True)):
        left = index * (width + GAP)
        write_name(canvas, spec, run, (left, 0), width, name=name)
        boxes.append((run, Box(left, 1, width, spec.height - 1)))
    return boxes


def write_name(
    canvas: Canvas,
    spec: ViewSpec,
    run: RunSeen,
    at: tuple[int, int],
    width: int,
    *,
    name: str | None = None,
) -> int:
    """Write letter and name of a run from the cell `at` (x, y) on; returns the cell after it.

    `name`: what it is called where it stands among others in little room.
    """
    x, y = at
    x = canvas.text(x, y, run.identity.letter, style(spec.look, run.identity.colour, bold=True))
    muted = style(spec.look, spec.look.colours.muted)
    return canvas.text(x, y, " " + shorten(name or run.name, max(0, width - 2)), muted)
