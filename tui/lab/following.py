"""Which views a lab shows, and which it turns to by itself."""

from __future__ import annotations

from collections.abc import Sequence

from lessons.views import ALWAYS
from tui.plots.seen import RunSeen


def view_with_something(views: Sequence[str], at: int, runs: Sequence[RunSeen]) -> int:
    """Index of the view that is shown where it has something, else of the first that has.

    The last of the runs, which is read first, counts before the others. What every run has would be
    there before anything that a lesson is about: only the lesson's own views count.
    """
    for some in (runs[-1:], runs):
        filled = [
            index
            for index, view in enumerate(views)
            if view not in ALWAYS and any(run.has(view) for run in some)
        ]
        if filled:
            return at if at in filled else filled[0]
    return at


def views_to_show(views: Sequence[str], runs: Sequence[RunSeen], *, over: bool) -> list[int]:
    """Indices of the views to go through: all, or once the runs are over those that one has."""
    filled = [n for n, view in enumerate(views) if any(run.has(view) for run in runs)]
    return filled if over and filled else list(range(len(views)))
