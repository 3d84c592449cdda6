"""Members of an ensemble from one run."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

from torch import Tensor, nn

from engine.errors import ConfigurationError
from engine.experiment import Experiment
from engine.training import fit

if TYPE_CHECKING:
    from engine.travel.snapshot import Snapshot


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
    model = fit(experiment, seed=seed, device=device, keeper=along)
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
