"""The last things done to runs, and how each is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from engine.annotations import Annotations
from engine.cleaning import bring_all_back
from engine.errors import EngineError
from engine.runs import RunStore
from tui.runs.outcome import Outcome, counted

MOST = 50


@dataclass(frozen=True, slots=True)
class Discarded:
    """Runs that were put into the trash together."""

    runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What was noted about a run."""

    run: str
    notes: Annotations


@dataclass(frozen=True, slots=True)
class Renoted:
    """Notes that were changed together, as they were before."""

    before: tuple[Before, ...]


Done = Discarded | Renoted


class Undo:
    """What can be taken back, the latest first."""

    def __init__(self) -> None:
        self._done: list[Done] = []

    def note(self, done: Done) -> None:
        """Something was done."""
        self._done = [*self._done, done][-MOST:]

    def pop(self) -> Done | None:
        """What was done last, which is forgotten by this; None where there is nothing."""
        return self._done.pop() if self._done else None


def take_back(store: RunStore, done: Done) -> Outcome:
    """Make it as it was before."""
    if isinstance(done, Discarded):
        back = bring_all_back(store, done.runs)
        words = f"{counted(len(back.runs))} brought back." if back.runs else ""
        return Outcome(text=words, problems=back.problems)
    return renote(store, done.before, "As it was noted before.")


def renote(store: RunStore, notes: tuple[Before, ...], words: str) -> Outcome:
    """Keep these notes, each for itself."""
    problems = []
    for one in notes:
        try:
            store.annotate(one.run, one.notes)
        except EngineError as error:
            problems.append(error.problem)
    return Outcome(text=words if len(problems) < len(notes) else "", problems=tuple(problems))
