"""K-fold evaluation: every example validates once, in a run of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine import references
from engine.errors import ConfigurationError, at_least
from engine.experiment import Experiment
from engine.request import Parameters, RunRequest, Value
from engine.search.carrying import carry_out
from engine.search.executor import Executor
from engine.search.listed import ListedStudy
from engine.search.objective import Objective
from engine.search.spread import mean, sd
from engine.search.study import Proposal
from engine.search.trial import Trial

RECIPE = f"{__name__}:on_fold"
OWN = ("recipe", "fold", "folds", "fold_seed", "stratified", "standardise")
"""Parameters that belong to `on_fold`."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One part as validation set, the rest as training set."""

    number: int
    """0 for the first."""
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldsResult:
    """One number for each fold, and what they say together."""

    folds: tuple[Fold, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """What the objective reads, of the folds that have it."""
        return tuple(each.trial.value for each in self.folds if each.trial.value is not None)

    @property
    def mean(self) -> float:
        """NaN where no fold has a value."""
        return mean(self.values)

    @property
    def sd(self) -> float:
        """Standard deviation of the folds with n − 1 below the line; NaN for less than two.

        Divided by √k it is not the error of the mean: folds share most of their training examples
        (Bengio and Grandvalet 2004), so that would come out too small.
        """
        return sd(self.values)


def k_fold(
    request: RunRequest,
    *,
    k: int = 5,
    fold_seed: int = 0,
    stratified: bool | None = None,
    standardise: bool = False,
    objective: Objective | None = None,
    executor: Executor | None = None,
    workers: int = 1,
) -> FoldsResult:
    """Train the request's recipe `k` times, validating on another part of its data each time.

    `fold_seed` and `stratified` go to `engine.data`'s `folds`; None stratifies where targets are
    class numbers. `standardise` does that for each fold with the statistics of its own training
    examples; data that the recipe scaled before know a little of those that validate. Model and
    batch order come from the request's seed, the same in all folds. By default the last validation
    loss counts, not the best, which would choose an epoch by the very examples that are to judge
    it. A fold that diverges has no value. Raises ConfigurationError for less than two folds, or a
    recipe whose parameters have names of ours.
    """
    at_least("k", k, 2)
    for name, _ in request.parameters:
        if name in OWN:
            raise ConfigurationError(
                "parameters",
                name,
                "Give the recipe's parameter another name.",
                "It is the name of a parameter of the folds.",
            )
    objective = objective or Objective(when="last")

    divided: Parameters = (
        ("fold_seed", fold_seed),
        *(() if stratified is None else (("stratified", stratified),)),
        *((("standardise", True),) if standardise else ()),
    )

    def make(proposal: Proposal) -> RunRequest:
        return _request(request, (*proposal.parameters, *divided), proposal.number)

    study = ListedStudy.of([(("fold", fold), ("folds", k)) for fold in range(k)])
    trials = carry_out(study, make, objective=objective, executor=executor, workers=workers)
    found = sorted(trials, key=lambda trial: trial.number)
    return FoldsResult(folds=tuple(Fold(trial.number, trial) for trial in found))


def on_fold(
    *,
    recipe: str,
    fold: int,
    folds: int,
    fold_seed: int = 0,
    stratified: bool | None = None,
    standardise: bool = False,
    **parameters: Value,
) -> Experiment:
    """The recipe of one fold: another recipe's experiment, with that fold of its data.

    Raises EngineError for an unknown recipe, and ConfigurationError for an experiment without data
    or a fold that does not exist.
    """
    from engine.data.changes.scaled import standardised
    from engine.data.cross_validation import folds as divided

    experiment: Experiment = references.resolve(recipe)(**parameters)
    if experiment.data is None:
        raise ConfigurationError(
            "recipe", recipe, "Give a recipe with data; there is nothing to divide without."
        )
    parts = divided(
        experiment.data,
        folds,
        seed=fold_seed,
        stratified=stratified,
        prepare=standardised if standardise else None,
    )
    if fold not in range(folds):
        raise ConfigurationError("fold", fold, f"Give a whole number from 0 to {folds - 1}.")
    return replace(experiment, data=parts[fold])


def _request(request: RunRequest, chosen: Parameters, fold: int) -> RunRequest:
    return replace(
        request,
        recipe=RECIPE,
        parameters=(("recipe", request.recipe), *chosen, *request.parameters),
        name=f"{request.name} fold {fold}".strip(),
        origin=request.origin or "folds",
    )
