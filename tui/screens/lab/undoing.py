"""Back and forth through what the learner has done at the bench."""

from __future__ import annotations

from tui.lab.undo import Change, History, Setting, put
from tui.screens.lab.making import Making

SECONDS = 3.0
"""How long it is said what was undone."""


class Undoing(Making):
    """The part of the lab screen that takes changes back."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()

    def did(self, words: str, before: Setting, knob: str | None = None) -> None:
        """Note what was just done at the bench, which was set like that before."""
        change = Change(words=words, before=before, after=self.bench.as_set, knob=knob)
        self.history.add(change)
        self.curated(before)

    def curated(self, before: Setting) -> None:
        """Keep what was made of the runs since then."""
        raise NotImplementedError

    def action_undo(self) -> None:
        """Take the latest change back."""
        change = self.history.undo()
        if change is None:
            self.notify("Nothing to undo.", timeout=SECONDS)
            return
        self.bring(change.after, change.before)
        self.notify(f"Undone: {change.words}.", timeout=SECONDS, markup=False)

    def action_redo(self) -> None:
        """Make the change again that was taken back last."""
        change = self.history.redo()
        if change is None:
            self.notify("Nothing to do again.", timeout=SECONDS)
            return
        self.bring(change.before, change.after)
        self.notify(f"Done again: {change.words}.", timeout=SECONDS, markup=False)

    def bring(self, wrong: Setting, right: Setting) -> None:
        """Set the bench so; knobs act on the runs under way where they are live."""
        before = self.bench.as_set
        self.bench.put(put(before, wrong, right))
        changed = set(dict(before.turned)) | set(self.bench.turned)
        for knob in self.lesson.lab.knobs:
            value = self.bench.value(knob.name)
            if knob.name in changed and isinstance(value, int | float):
                self.set_live(knob, float(value))
        self.curated(before)
        self.redraw()
        self.plan_runs()
