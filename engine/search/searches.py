"""Searches the settings of a recipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine.request import Parameters, RunRequest
from engine.search.carrying import carry_out
from engine.search.executor import Executor
from engine.search.objective import Objective
from engine.search.space import Space
from engine.search.study import Proposal, Strategy
from engine.search.trial import SearchResult, Trial

ORIGIN = "search"
"""Where a run comes from if its request does not say."""


def search(
    request: RunRequest,
    space: Space,
    strategy: Strategy,
    *,
    objective: Objective | None = None,
    executor: Executor | None = None,
    workers: int = 1,
    storage: Path | None = None,
) -> SearchResult:
    """Search to the end; see `searching`. The result has the trials of earlier parts as well."""
    objective = objective or Objective()
    study = strategy.study(space, objective, storage)
    make = partial(requested, request)
    for _ in carry_out(study, make, objective=objective, executor=executor, workers=workers):
        pass
    return SearchResult(objective=objective, trials=tuple(study.trials()))


def searching(
    request: RunRequest,
    space: Space,
    strategy: Strategy,
    *,
    objective: Objective | None = None,
    executor: Executor | None = None,
    workers: int = 1,
    storage: Path | None = None,
) -> Iterator[Trial]:
    """Try settings of the request's recipe, and give every trial as it ends.

    Pull to go on, close to stop: runs under way are then ended, and tried again on resuming. Every
    trial has the request's seed, so that trials differ in their settings only; its run is named
    after its number. A trial that fails or diverges is one of the results. With the same seeds, one
    worker and the same machine the trials are the same again. `executor`: None trains in this
    process; `workers`: runs at the same time. `storage` lets a search that was cut off go on: see
    the strategies. Raises EngineError where the storage cannot be used, and ConfigurationError for
    several workers in this process.
    """
    objective = objective or Objective()
    study = strategy.study(space, objective, storage)
    make = partial(requested, request)
    return carry_out(study, make, objective=objective, executor=executor, workers=workers)


def requested(request: RunRequest, proposal: Proposal) -> RunRequest:
    """The request of one trial: its settings in place of the request's own, its number as name."""
    return replace(
        request,
        parameters=merged(request.parameters, proposal.parameters),
        name=f"{request.name} trial {proposal.number}".strip(),
        origin=request.origin or ORIGIN,
    )


def merged(before: Parameters, chosen: Parameters) -> Parameters:
    """The parameters with some of them replaced, in their order; new ones at the end."""
    return tuple({**dict(before), **dict(chosen)}.items())
