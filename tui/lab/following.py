"""Which view a lab turns to by itself, as long as the learner has asked for none."""

from __future__ import annotations

from collections.abc import Sequence

from lessons.views import ALWAYS
from tui.plots.seen import RunSeen


def view_with_something(views: Sequence[str], at: int, runs: Sequence[RunSeen]) -> int:
    """Index of the view that is shown where it has something, else of the first that has.

    What every run has would be there before anything that a lesson is about: only the lesson's own
    views count.
    """
    filled = [
        index
        for index, view in enumerate(views)
        if view not in ALWAYS and any(run.has(view) for run in runs)
    ]
    return filled[0] if filled and at not in filled else at
