"""Search with a model of what has been found: Optuna's tree-structured Parzen estimator."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from engine import extras
from engine.errors import EngineError, at_least, one_of
from engine.search.objective import Objective
from engine.search.space import Choice, Dimension, Float, Space
from engine.search.study import Proposal
from engine.search.trial import Trial
from engine.silence import quietly

Pruner = Literal["none", "median", "hyperband"]
SQLITE = (".db", ".sqlite", ".sqlite3")
TRIAL, DRIVER, SPACE = "trial", "driver", "space"
"""Names under which Optuna keeps our own record of a trial, who works on it, and where it is."""


@dataclass(frozen=True, slots=True)
class TPE:
    """Settings are drawn where good trials were dense and bad ones rare (Bergstra et al. 2011).

    The first ten trials are random. A pruner gives a trial up whose evaluation is worse than the
    others' at the same point: `median` (worse than half of them, from the sixth trial on), or
    `hyperband` (Li et al. 2018: brackets of halvings). Raises ConfigurationError for no trials or
    an unknown pruner.
    """

    trials: int = 100
    seed: int = 0
    pruner: Pruner = "none"

    def __post_init__(self) -> None:
        at_least("trials", self.trials, 1)
        one_of("pruner", self.pruner, ("none", "median", "hyperband"))

    def study(self, space: Space, objective: Objective, storage: Path | None) -> OptunaStudy:
        """Begin, or go on where `storage` has earlier trials.

        A storage that ends in `.db` or `.sqlite` is a SQLite file, any other one a journal of
        Optuna. Several processes may search on one storage; together they make `trials` trials, or
        one more each where they ask at the same moment. Raises EngineError where the extra
        `search` is not installed, or the storage cannot be used. What a lost process worked on is
        tried again where that can be known: on the same machine, Windows excepted.
        """
        return OptunaStudy(self, space, objective, storage)


class OptunaStudy:
    """A study of Optuna behind our own door. Nothing that it logs or warns of is shown."""

    def __init__(
        self, strategy: TPE, space: Space, objective: Objective, storage: Path | None
    ) -> None:
        self._optuna = extras.load("optuna", extra="search")
        self._strategy, self._space = strategy, space
        self._asked: dict[int, Any] = {}
        name = f"{objective.direction} {objective.when} {objective.split} {objective.metric}"
        with quietly():
            try:
                self._study = self._optuna.create_study(
                    storage=_storage(self._optuna, storage),
                    study_name=name,
                    direction=objective.direction,
                    load_if_exists=True,
                    sampler=self._sampler(0),
                    pruner=_pruner(self._optuna, strategy.pruner),
                )
                self._check_space()
            except Exception as error:  # the libraries beneath raise kinds of their own
                raise EngineError(
                    "The storage of the search cannot be used",
                    f"{(str(error) or type(error).__name__).splitlines()[0]}.",
                    "Choose another file, or delete this one.",
                    details=str(error),
                ) from error
            self._give_back_what_was_lost()

    def trials(self) -> Sequence[Trial]:
        """Those that have ended, by any process, by number."""
        kept = (each.user_attrs.get(TRIAL) for each in self._study.get_trials(deepcopy=False))
        return [msgspec.json.decode(record, type=Trial) for record in kept if record is not None]

    def ask(self) -> Proposal | None:
        """Draw the next setting from what is known by now."""
        with quietly():
            if self._counted() >= self._strategy.trials:
                return None
            asked = self._study.ask()
            asked.set_user_attr(DRIVER, _driver())
            # One stream a trial: a resumed search draws what an uninterrupted one would have, and
            # two processes that ask at the same moment do not draw the same.
            self._study.sampler = self._sampler(asked.number)
            self._asked[asked.number] = asked
            chosen = tuple((each.name, _suggest(asked, each)) for each in self._space.dimensions)
        return Proposal(asked.number, chosen)

    def report(self, number: int, evaluation: int, value: float) -> bool:
        """Tell Optuna, and ask its pruner."""
        asked = self._asked[number]
        with quietly():
            asked.report(value, evaluation)
            return bool(asked.should_prune())

    def tell(self, trial: Trial) -> None:
        """Say how a trial ended.

        A diverged trial is told as a pruned one: Optuna counts it among the worst and stays away
        from its settings. A failed one says nothing about its settings, and is left out; one that
        was stopped is tried again on resuming.
        """
        asked = self._asked.pop(trial.number)
        state = self._optuna.trial.TrialState
        with quietly():
            if trial.status != "stopped":
                asked.set_user_attr(TRIAL, msgspec.json.encode(trial).decode())
            if trial.status == "finished":
                self._study.tell(asked, trial.value)
            elif trial.status in ("pruned", "diverged"):
                self._study.tell(asked, state=state.PRUNED)
            else:
                self._study.tell(asked, state=state.FAIL)
            if trial.status == "stopped":
                self._study.enqueue_trial(dict(trial.parameters))

    def _counted(self) -> int:
        """Trials that have ended or are under way; those that were lost do not count."""
        state = self._optuna.trial.TrialState
        return sum(
            TRIAL in each.user_attrs or each.state == state.RUNNING
            for each in self._study.get_trials(deepcopy=False)
        )

    def _sampler(self, number: int) -> Any:
        seed = random.Random(f"{self._strategy.seed} {number}").getrandbits(32)
        return self._optuna.samplers.TPESampler(seed=seed)

    def _check_space(self) -> None:
        """Raise ValueError where the storage holds a search of another space."""
        shape = repr(self._space)
        known = self._study.user_attrs.get(SPACE)
        if known is None:
            self._study.set_user_attr(SPACE, shape)
        elif known != shape:
            raise ValueError("It holds a search of another space")

    def _give_back_what_was_lost(self) -> None:
        """Queue the settings of trials whose process died under them."""
        running = (self._optuna.trial.TrialState.RUNNING,)
        for each in self._study.get_trials(deepcopy=False, states=running):
            if _lost(each.user_attrs.get(DRIVER)):
                self._study.tell(each.number, state=self._optuna.trial.TrialState.FAIL)
                if each.params:
                    self._study.enqueue_trial(each.params)


def distribution(optuna: Any, dimension: Dimension) -> Any:
    """A dimension as Optuna's own object."""
    if isinstance(dimension, Choice):
        return optuna.distributions.CategoricalDistribution(dimension.values)
    kinds = optuna.distributions
    kind = kinds.FloatDistribution if isinstance(dimension, Float) else kinds.IntDistribution
    return kind(dimension.low, dimension.high, log=dimension.log)


def _suggest(asked: Any, dimension: Dimension) -> Any:
    if isinstance(dimension, Choice):
        return asked.suggest_categorical(dimension.name, dimension.values)
    suggest = asked.suggest_float if isinstance(dimension, Float) else asked.suggest_int
    return suggest(dimension.name, dimension.low, dimension.high, log=dimension.log)


def _storage(optuna: Any, path: Path | None) -> Any:
    if path is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in SQLITE:
        return f"sqlite:///{path.absolute()}"
    journal = optuna.storages.journal
    # The default kind of lock is a symbolic link, which Windows allows to administrators only.
    lock = journal.JournalFileOpenLock(str(path))
    return optuna.storages.JournalStorage(journal.JournalFileBackend(str(path), lock_obj=lock))


def _pruner(optuna: Any, name: Pruner) -> Any:
    pruners = {
        "none": optuna.pruners.NopPruner,
        "median": optuna.pruners.MedianPruner,
        "hyperband": optuna.pruners.HyperbandPruner,
    }
    return pruners[name]()


def _driver() -> str:
    """Who is searching: this process on this machine."""
    return f"{socket.gethostname()} {os.getpid()}"


def _lost(driver: str | None) -> bool:
    """Whether the process that worked on a trial is known to be gone."""
    host, _, process = (driver or "").rpartition(" ")
    if os.name != "posix" or host != socket.gethostname() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
