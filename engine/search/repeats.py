"""The same experiment with several seeds: how much of a result is luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.errors import ConfigurationError
from engine.request import RunRequest
from engine.search.carrying import carry_out
from engine.search.executor import Executor
from engine.search.listed import ListedStudy
from engine.search.objective import Objective
from engine.search.spread import mean, sd
from engine.search.study import Proposal
from engine.search.trial import Trial
from engine.search.verdict import Verdict, compare


@dataclass(frozen=True, slots=True)
class Repeat:
    """One seed."""

    seed: int
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatsResult:
    """One number for each seed, and what they say together."""

    repeats: tuple[Repeat, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """What the objective reads, of the seeds that have it."""
        return tuple(each.trial.value for each in self.repeats if each.trial.value is not None)

    @property
    def runs(self) -> tuple[str, ...]:
        """Identities of the stored runs, for `band`."""
        return tuple(each.trial.run for each in self.repeats if each.trial.run)

    @property
    def mean(self) -> float:
        """NaN where no seed has a value."""
        return mean(self.values)

    @property
    def sd(self) -> float:
        """Standard deviation over seeds, n − 1 below the line; NaN for less than two."""
        return sd(self.values)

    def against(self, other: RepeatsResult) -> Verdict:
        """Compare with another setting, seed by seed; see `compare`.

        Seeds in which one of the two has no value, because it diverged or failed, are left out;
        the verdict's reason says how many. Raises ConfigurationError where no seed is left.
        """
        ours = {each.seed: each.trial.value for each in self.repeats}
        theirs = {each.seed: each.trial.value for each in other.repeats}
        pairs = [
            (ours[seed], theirs[seed])
            for seed in ours
            if seed in theirs and None not in (ours[seed], theirs[seed])
        ]
        verdict = compare([a for a, _ in pairs], [b for _, b in pairs])  # type: ignore[misc]
        missing = len(ours.keys() | theirs.keys()) - len(pairs)
        if not missing:
            return verdict
        note = f" Seeds left out, because one of the two has no value there: {missing}."
        return replace(verdict, reason=verdict.reason + note)


def repeat(
    request: RunRequest,
    seeds: Sequence[int],
    *,
    objective: Objective | None = None,
    executor: Executor | None = None,
    workers: int = 1,
) -> RepeatsResult:
    """Make the request's run once with every seed.

    Only the seed changes: initialisation, batch order, dropout and augmentation come from it; what
    the recipe draws for itself, such as a split of the data, stays. Raises ConfigurationError for
    no seeds, or one that is given twice.
    """
    if not seeds or len(set(seeds)) < len(seeds):
        raise ConfigurationError("seeds", tuple(seeds), "Give at least one seed, each only once.")

    def make(proposal: Proposal) -> RunRequest:
        return replace(
            request,
            seed=seeds[proposal.number],
            name=f"{request.name} seed {seeds[proposal.number]}".strip(),
            origin=request.origin or "repeats",
        )

    study = ListedStudy.of([()] * len(seeds))
    trials = carry_out(
        study, make, objective=objective or Objective(), executor=executor, workers=workers
    )
    found = sorted(trials, key=lambda trial: trial.number)
    return RepeatsResult(repeats=tuple(Repeat(seeds[trial.number], trial) for trial in found))
