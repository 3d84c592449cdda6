"""A trained model, in this process: a teacher, a member of an ensemble, a model to compress."""

from __future__ import annotations

from torch import nn

from engine import device as devices
from engine.errors import EngineError
from engine.events import RunEnded
from engine.experiment import Experiment
from engine.setup import prepare
from engine.steering import Steering
from engine.training import isolated


def fitted(
    experiment: Experiment, *, seed: int = 0, device: str = "auto", steps: int | None = None
) -> nn.Module:
    """Train the experiment to its end and return its model in eval mode.

    Same weights as `engine.train` and a run of the same experiment, seed and device would have. The
    caller's random state is neither used nor changed. Raises EngineError where the run diverges.
    """
    place = devices.resolve(device)
    setup = prepare(experiment, seed=seed, device=place, steps=steps)
    for event in isolated(setup, Steering()):
        if isinstance(event, RunEnded) and event.problem is not None:
            problem = event.problem
            raise EngineError(problem.title, problem.reason, problem.next_step, problem.details)
    return setup.model.eval()
