"""The curves of one run as every plot draws them: by colour, line and marker, named once."""

from __future__ import annotations

from tui.lab.live_run import LiveRun
from tui.lab.scene import Scene
from tui.plots.spec import Series, Trace

MOST_NAMES = 3
"""Names that fit into a legend; more runs are named in the table under the plots."""
MOST_READINGS = 2
"""Runs whose values stand in the titles; those of more stand in the table, too."""


def line(run: LiveRun, data: Trace, *, name: str = "", read: bool = True) -> Series:
    """A curve of the run, in the looks by which it is known."""
    look = run.identity
    return Series(
        name=name, data=data, colour=look.colour, line=look.line, marker=look.marker, read=read
    )


def legend(scene: Scene, run: LiveRun) -> str:
    """The run's name where it is the first of that name; what was predicted says so."""
    labels = [other.label for other in scene.runs]
    if len(set(labels)) > MOST_NAMES or scene.runs[labels.index(run.label)] is not run:
        return ""
    guessed = run.standard and run.scenario == scene.guess
    return f"{run.label} (your guess)" if guessed else run.label


def drawn(scene: Scene, reader: int) -> list[LiveRun]:
    """The runs in the order in which they are drawn: the one that is read first lies on top."""
    runs = list(scene.runs)
    if not runs:
        return []
    on_top = runs[read_first(len(runs), reader)]
    return [*(run for run in runs if run is not on_top), on_top]


def read_first(runs: int, reader: int) -> int:
    """Place of the run that is read first, so many runs before the newest, round and round."""
    return (runs - 1 - reader) % runs
