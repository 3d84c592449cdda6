"""Which view a lab turns to by itself, as long as the learner has asked for none."""

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
