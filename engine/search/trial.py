"""What came out of one setting, and of a whole search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.events import Problem
from engine.request import Parameters
from engine.search.objective import Objective

TrialStatus = Literal["finished", "pruned", "diverged", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One setting, tried."""

    number: int
    """0 for the first."""
    parameters: Parameters
    """What the search chose; the rest is as in the request."""
    status: TrialStatus
    """`pruned`: ended early because it did worse than others at that point. `stopped`: ended from
    outside, with the search."""
    value: float | None
    """What the objective reads; that of a pruned trial is what it had reached. None where the run
    diverged or failed, or measured nothing."""
    run: str = ""
    """Identity in the RunStore; empty where the run was made in process and not kept."""
    steps: int = 0
    """Updates made."""
    seconds: float = 0.0
    problem: Problem | None = None
    """Why, where it diverged or failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """All trials of a search."""

    objective: Objective
    trials: tuple[Trial, ...]
    """By number."""

    @property
    def ranking(self) -> tuple[Trial, ...]:
        """Finished trials, the best one first; of equals the earlier one."""
        finished = [each for each in self.trials if each.status == "finished"]
        scored = [(each.value, each) for each in finished if each.value is not None]
        ordered = sorted(scored, key=lambda pair: (self.objective.rank(pair[0]), pair[1].number))
        return tuple(trial for _, trial in ordered)

    @property
    def best(self) -> Trial | None:
        """The first of the ranking; None where no trial finished with a number."""
        ranking = self.ranking
        return ranking[0] if ranking else None

    @property
    def ties(self) -> tuple[Trial, ...]:
        """Every trial with the best value. More than one: the objective cannot tell them apart,
        and which of them comes first means nothing."""
        ranking = self.ranking
        return tuple(trial for trial in ranking if trial.value == ranking[0].value)
