"""What the parts of the runs screen share. Each part is a class that adds actions to this one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from textual import work

from engine.runs import RunStore
from tui.runs.listed import Listed
from tui.runs.outcome import Outcome
from tui.screens.base import TutorScreen


class RunsBase(TutorScreen):
    """The screen as every part of it sees it; the screen itself fills it in."""

    every: tuple[Listed, ...]
    """All runs, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._one_at_a_time = Lock()

    @property
    def store(self) -> RunStore:
        """Where the runs lie."""
        return self.tutor.engine.runs

    def current(self) -> Listed | None:
        """The highlighted run."""
        raise NotImplementedError

    def meant(self) -> list[Listed]:
        """The runs that a command is about: those marked, else the highlighted one."""
        raise NotImplementedError

    def unmark(self) -> None:
        """Take all marks off."""
        raise NotImplementedError

    def reload(self) -> object:
        """Read what has changed on disk, in a thread."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Show what was done."""
        self.notify(text, timeout=5, markup=False)

    @work(thread=True, group="change", exit_on_error=False)
    def change(self, action: Callable[[], Outcome]) -> None:
        """Change something on disk in a thread, one thing after another; then list anew."""
        with self._one_at_a_time:
            outcome = action()
        self.app.call_from_thread(self.changed, outcome)

    def changed(self, outcome: Outcome) -> None:
        """Say what came of a change."""
        for problem in outcome.problems:
            self.say(problem)
        if outcome.text:
            self.tell(outcome.text)
        self.reload()
