"""Trained models, in this process: a teacher, members of an ensemble, a model to compress."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from torch import Tensor, nn

from engine import device as devices
from engine.errors import ConfigurationError, EngineError
from engine.events import RunEnded
from engine.experiment import Experiment
from engine.setup import prepare
from engine.steering import Steering
from engine.training import isolated

if TYPE_CHECKING:
    from engine.travel.snapshot import Snapshot


def fitted(
    experiment: Experiment, *, seed: int = 0, device: str = "auto", steps: int | None = None
) -> nn.Module:
    """Train the experiment to its end and return its model in eval mode.

    Same weights as `engine.train` and a run of the same experiment, seed and device would have. The
    caller's random state is neither used nor changed. Raises EngineError where the run diverges.
    """
    return _trained(experiment, seed, device, steps, _Along(()))


def fitted_along(
    experiment: Experiment, steps: Sequence[int], *, seed: int = 0, device: str = "auto"
) -> tuple[nn.Module, ...]:
    """The model as it was after these steps of one run, in eval mode: members of an ensemble.

    Averaging them is a snapshot ensemble (Huang et al. 2017), which wants members from the ends of
    the cycles of a schedule with warm restarts, where the rate is lowest. Raises EngineError where
    the run diverges, and ConfigurationError for steps that the run does not have.
    """
    for step in steps:
        if step not in range(experiment.total_steps + 1):
            raise ConfigurationError(
                "steps", step, f"Give steps from 0 to {experiment.total_steps}, the run's last."
            )
    along = _Along(tuple(steps))
    model = _trained(experiment, seed, device, None, along)
    members = []
    for step in steps:
        member = copy.deepcopy(model)
        member.load_state_dict(along.weights[step])
        members.append(member)
    return tuple(members)


class _Along:
    """Keeps the weights of some steps: a `Keeper` of `engine.travel`."""

    def __init__(self, steps: tuple[int, ...]) -> None:
        self.weights: dict[int, dict[str, Tensor]] = {}
        self._steps = steps

    def due(self, step: int) -> bool:
        """Whether a snapshot after `step` steps is wanted."""
        return step in self._steps

    def keep(self, snapshot: Snapshot) -> None:
        """Keep its weights; the first and the last are offered without being asked for."""
        if self.due(snapshot.step):
            self.weights[snapshot.step] = snapshot.model


def _trained(
    experiment: Experiment, seed: int, device: str, steps: int | None, along: _Along
) -> nn.Module:
    setup = prepare(experiment, seed=seed, device=devices.resolve(device), steps=steps)
    for event in isolated(setup, Steering(), keeper=along):
        if isinstance(event, RunEnded) and event.problem is not None:
            problem = event.problem
            raise EngineError(problem.title, problem.reason, problem.next_step, problem.details)
    return setup.model.eval()
