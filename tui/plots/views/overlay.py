"""Curves of several runs in one plane: who is who, in a legend and on the curves themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from rich.cells import cell_len
from rich.style import Style

from tui.names import shorten
from tui.plots.canvas import Canvas
from tui.plots.dots import Dots
from tui.plots.legend import SAMPLES, SAMPLES_ASCII
from tui.plots.palette import style
from tui.plots.seen import RunSeen
from tui.plots.view_spec import ViewSpec
from tui.plots.views.plane import Plane

GAP = 2
SHORTEST = 4


def write_legend(
    canvas: Canvas,
    spec: ViewSpec,
    runs: Mapping[RunSeen, str],
    note: str,
    *,
    beside: bool = False,
) -> None:
    """One row: marker, name and number of every run, the newest kept longest, then a note.

    A single run needs no name, unless others are drawn `beside` it. Names are cut, and then the
    oldest left out, where room is short.
    """
    muted = style(spec.look, spec.look.colours.muted)
    text = style(spec.look, spec.look.colours.text)
    samples = SAMPLES_ASCII if spec.look.symbols == "ascii" else SAMPLES
    alone = len(runs) == 1 and not beside
    named = [("" if alone else run.name, said, run) for run, said in runs.items()]
    longest = max((cell_len(name) for name, _, _ in named), default=0)
    fixed = sum(6 + cell_len(said) + GAP for _, said, _ in named) - GAP
    room = max(SHORTEST, (spec.width - fixed) // max(1, len(named)))
    size = min(longest, room)
    while len(named) > 1 and fixed + size * len(named) > spec.width:
        fixed -= 6 + cell_len(named[0][1]) + GAP
        named = named[1:]
    x = 0
    for name, said, run in named:
        ink = style(spec.look, run.identity.colour, bold=True)
        x = canvas.text(x, 0, samples[run.identity.line] + run.identity.marker, ink)
        if name:
            x = canvas.text(x + 1, 0, shorten(name, size), muted)
        x = canvas.text(x + 1, 0, said, text) + GAP if said else x + GAP
    if x + cell_len(note) <= spec.width:
        canvas.text(x, 0, note, muted)


def mark_curve(
    canvas: Canvas, plane: Plane, lit: Dots, place: tuple[int, int], sign: tuple[str, Style]
) -> None:
    """Write a run's marker onto its curve, the `place[0]`-th of `place[1]`, each at another x."""
    inked = np.flatnonzero(lit.any(axis=0))
    if not len(inked):
        return
    column = int(inked[(2 * place[0] + 1) * len(inked) // (2 * place[1])])
    rows = np.flatnonzero(lit[:, column])
    x, y = column // plane.dots.across, int(rows[len(rows) // 2]) // plane.dots.down
    canvas.put(plane.left + x, plane.top + y, *sign)
