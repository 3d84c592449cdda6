"""One trial under way: follows its run, reads the objective, gives it up where that is advised."""

from __future__ import annotations

import math

from engine.errors import EngineError
from engine.events import Evaluated, Event, Problem, RunEnded
from engine.request import RunRequest
from engine.search.executor import Execution, Executor
from engine.search.objective import Objective
from engine.search.study import Proposal, Study
from engine.search.trial import Trial, TrialStatus


class Attempt:
    """Begins at once; a run that cannot be started is a trial that failed."""

    def __init__(
        self, proposal: Proposal, objective: Objective, executor: Executor, request: RunRequest
    ) -> None:
        self._proposal = proposal
        self._objective = objective
        self._values: list[float] = []
        self._pruned = False
        self._execution: Execution | None = None
        self._refused: Problem | None = None
        try:
            self._execution = executor.start(request)
        except EngineError as error:
            self._refused = error.problem

    def advance(self, study: Study, timeout: float) -> Trial | None:
        """Take in what is new; the trial, once it has ended."""
        if self._execution is None:
            return self._trial("failed", problem=self._refused)
        for event in self._execution.poll(timeout):
            if isinstance(event, RunEnded):
                return self._ended(event)
            self._take(event, study)
        return None

    def abandon(self) -> Trial:
        """End the run, because the search ends."""
        if self._execution is not None:
            self._execution.close()
        return self._trial("stopped")

    def _take(self, event: Event, study: Study) -> None:
        value = self._objective.reads(event) if isinstance(event, Evaluated) else None
        if value is None:
            return
        self._values.append(value)
        if self._pruned or not math.isfinite(value):
            return
        self._pruned = study.report(self._proposal.number, len(self._values), value)
        if self._pruned and self._execution is not None:
            self._execution.stop()

    def _ended(self, event: RunEnded) -> Trial:
        if event.status == "stopped" and self._pruned:
            return self._trial("pruned", event)
        if event.status == "finished" and self._objective.of(self._values) is None:
            return self._trial(
                "diverged" if self._values else "failed",
                event,
                _nothing_to_compare(self._objective, measured=bool(self._values)),
            )
        return self._trial(event.status, event, event.problem)

    def _trial(
        self, status: TrialStatus, ended: RunEnded | None = None, problem: Problem | None = None
    ) -> Trial:
        counts = status not in ("diverged", "failed")
        return Trial(
            number=self._proposal.number,
            parameters=self._proposal.parameters,
            status=status,
            value=self._objective.of(self._values) if counts else None,
            run=self._execution.run if self._execution is not None else "",
            steps=ended.steps if ended is not None else 0,
            seconds=ended.seconds if ended is not None else 0.0,
            problem=problem,
        )


def _nothing_to_compare(objective: Objective, *, measured: bool) -> Problem:
    what = f"{objective.metric} of the {objective.split} split"
    if measured:
        return Problem(
            title="No finite value to compare",
            reason=f"The {what} was not a number where it counts.",
            next_step="Look at this run's loss; these settings are beyond what trains.",
        )
    return Problem(
        title="Nothing to compare",
        reason=f"The run did not measure the {what}.",
        next_step="Give the experiment data with that split, and the metric by that name.",
    )
