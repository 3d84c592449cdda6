"""Who decides what is tried next, and remembers what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.request import Parameters
from engine.search.objective import Objective
from engine.search.space import Space
from engine.search.trial import Trial


@dataclass(frozen=True, slots=True)
class Proposal:
    """The next setting to try."""

    number: int
    parameters: Parameters


class Study(Protocol):
    """One search under way. Used by one thread."""

    def trials(self) -> Sequence[Trial]:
        """Those that have ended, also in an earlier process, by number."""
        ...

    def ask(self) -> Proposal | None:
        """What to try next; None where everything was tried."""
        ...

    def report(self, number: int, evaluation: int, value: float) -> bool:
        """Say what the n-th evaluation of a trial found (1 the first); True: give the trial up."""
        ...

    def tell(self, trial: Trial) -> None:
        """Say how a trial ended."""
        ...


class Strategy(Protocol):
    """How settings are chosen: described by its fields, opened as a study."""

    def study(self, space: Space, objective: Objective, storage: Path | None) -> Study:
        """Begin, or go on where the storage has an earlier part of the same search.

        Raises EngineError where the storage cannot be used, or belongs to another search.
        """
        ...
