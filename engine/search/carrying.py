"""Carries a study out: asks what to try, trains it, says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.errors import ConfigurationError, at_least
from engine.request import RunRequest
from engine.search.attempt import Attempt
from engine.search.executor import Executor, InProcess
from engine.search.objective import Objective
from engine.search.study import Proposal, Study
from engine.search.trial import Trial

PATIENCE = 0.05
"""Seconds to wait for news of all runs together."""


def carry_out(
    study: Study,
    make: Callable[[Proposal], RunRequest],
    *,
    objective: Objective,
    executor: Executor | None = None,
    workers: int = 1,
) -> Iterator[Trial]:
    """Every trial as it ends; `workers` runs at the same time. Close to stop.

    Raises ConfigurationError, before anything starts, for several workers in this process.
    """
    executor = executor or InProcess()
    at_least("workers", workers, 1)
    if workers > 1 and not executor.concurrent:
        raise ConfigurationError(
            "workers",
            workers,
            "Use one worker, or the executor Workers.",
            "Runs in this process are made one after the other.",
        )
    return _trials(study, make, objective, executor, workers)


def _trials(
    study: Study,
    make: Callable[[Proposal], RunRequest],
    objective: Objective,
    executor: Executor,
    workers: int,
) -> Iterator[Trial]:
    under_way: list[Attempt] = []
    try:
        while True:
            while len(under_way) < workers and (proposal := study.ask()) is not None:
                under_way.append(Attempt(proposal, objective, executor, make(proposal)))
            if not under_way:
                return
            for attempt in tuple(under_way):
                trial = attempt.advance(study, PATIENCE / len(under_way))
                if trial is not None:
                    under_way.remove(attempt)
                    study.tell(trial)
                    yield trial
    finally:
        for attempt in under_way:
            study.tell(attempt.abandon())
