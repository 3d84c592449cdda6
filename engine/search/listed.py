"""Grid and random search: the list of settings is known before the first run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import at_least
from engine.request import Parameters
from engine.search.objective import Objective
from engine.search.space import Space
from engine.search.study import Proposal
from engine.search.trial import Trial
from engine.search.trial_log import TrialLog


@dataclass(frozen=True, slots=True)
class Grid:
    """Every combination of evenly spaced values. Raises ConfigurationError for no points."""

    points: int = 3
    """Values of each dimension; a choice has all of its own."""

    def __post_init__(self) -> None:
        at_least("points", self.points, 1)

    def study(self, space: Space, objective: Objective, storage: Path | None) -> ListedStudy:
        """Begin, or go on where `storage`, a file of JSON lines, has earlier trials."""
        settings = space.grid(self.points)
        log = TrialLog.open(storage, (self, space, objective))
        return ListedStudy(settings.__getitem__, len(settings), log)


@dataclass(frozen=True, slots=True)
class Random:
    """Independent draws (Bergstra and Bengio 2012).

    Where only some dimensions matter, nine draws try nine values of each of those; a grid of 3 x 3
    tries three. Raises ConfigurationError for no trials.
    """

    trials: int = 50
    seed: int = 0

    def __post_init__(self) -> None:
        at_least("trials", self.trials, 1)

    def study(self, space: Space, objective: Objective, storage: Path | None) -> ListedStudy:
        """Begin, or go on where `storage`, a file of JSON lines, has earlier trials."""

        def drawn(number: int) -> Parameters:
            # A stream for each trial, so that a resumed search, or a longer one, draws the same.
            return space.draw(random.Random(f"{self.seed} {number}"))

        return ListedStudy(
            drawn, self.trials, TrialLog.open(storage, (self.seed, space, objective))
        )


class ListedStudy:
    """Works through the settings in order; nothing that is found changes them."""

    def __init__(self, settings: Callable[[int], Parameters], count: int, log: TrialLog) -> None:
        self._settings = settings
        self._log = log
        done = {trial.number for trial in log.trials}
        self._left = [number for number in range(count) if number not in done]

    @classmethod
    def of(cls, settings: Sequence[Parameters]) -> ListedStudy:
        """These settings, nothing kept on disk."""
        return cls(settings.__getitem__, len(settings), TrialLog(None, []))

    def trials(self) -> Sequence[Trial]:
        """Those that have ended, also in an earlier process, by number."""
        return sorted(self._log.trials, key=lambda trial: trial.number)

    def ask(self) -> Proposal | None:
        """The next one that has not been tried."""
        if not self._left:
            return None
        number = self._left.pop(0)
        return Proposal(number, self._settings(number))

    def report(self, number: int, evaluation: int, value: float) -> bool:  # noqa: ARG002
        """Every trial is carried to its end."""
        return False

    def tell(self, trial: Trial) -> None:
        """Remember it; one that was stopped with the search is tried again on resuming."""
        if trial.status != "stopped":
            self._log.add(trial)
