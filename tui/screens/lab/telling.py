"""Where the runs are, in words."""

from __future__ import annotations

from tui.lab.narration import narrated
from tui.lab.table import named
from tui.screens.lab.base import LabBase

MOST = 4
"""Runs that are spoken of at once."""
BACK = 8
"""The share of the run, as one part of so many, that it is compared over."""


class Telling(LabBase):
    """The part of the lab screen that says what the plots show."""

    def action_words(self) -> None:
        """Say where each of the newest runs is."""
        runs = self.bench.shown()[-MOST:]
        if not runs:
            self.notify(f"There is no run yet. {self.key_of('run')} makes one.", markup=False)
            return
        lines = []
        names = [one.name for one in named(runs)] if len(runs) > 1 else [""]
        for run, name in zip(runs, names, strict=True):
            planned = run.started.steps if run.started is not None else run.history.step
            since = max(0, run.history.step - max(1, planned // BACK))
            lines.append(narrated(run, since, name=name))
        self.app.clear_notifications()  # what was said before is no longer so
        self.notify("\n".join(lines), title="Where the runs are", timeout=20, markup=False)
