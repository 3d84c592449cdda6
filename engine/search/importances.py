"""How much each setting mattered in a search."""

from __future__ import annotations

from dataclasses import dataclass

from engine import extras
from engine.search.space import Space
from engine.search.tpe import distribution
from engine.search.trial import SearchResult
from engine.silence import quietly

FEWEST = 4
"""Finished trials below which nothing can be said."""


@dataclass(frozen=True, slots=True)
class Importance:
    """One setting."""

    name: str
    share: float
    """0 … 1; all settings together have 1."""


def importance(space: Space, result: SearchResult) -> tuple[Importance, ...]:
    """The settings of a search, the most important one first; empty for less than four trials.

    By PED-ANOVA (Watanabe et al. 2023), through Optuna, for trials of any strategy: how far the
    distribution of a setting among the best trials is from that among all, where pruned and
    diverged ones count as bad as the worst. A few dozen trials give a rough order, not a figure to
    quote. Raises EngineError where the extra `search` is missing.
    """
    optuna = extras.load("optuna", extra="search")
    ranking = result.ranking
    if len(ranking) < FEWEST:
        return ()
    worst = ranking[-1].value
    values = {trial.number: trial.value for trial in ranking}
    # Settings that led nowhere are known to be bad, and leaving them out would hide what did it.
    values.update(
        {each.number: worst for each in result.trials if each.status in ("pruned", "diverged")}
    )
    distributions = {each.name: distribution(optuna, each) for each in space.dimensions}
    with quietly():
        study = optuna.create_study(direction=result.objective.direction)
        for trial in result.trials:
            if trial.number in values:
                study.add_trial(
                    optuna.trial.create_trial(
                        params=dict(trial.parameters),
                        distributions=distributions,
                        value=values[trial.number],
                    )
                )
        shares = optuna.importance.get_param_importances(study)
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    return tuple(Importance(name, float(share)) for name, share in ordered)
