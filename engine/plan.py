"""What a run is going to be, known before it starts."""

from __future__ import annotations

from dataclasses import dataclass

from engine.recipes import experiment_of
from engine.request import RunRequest
from engine.schedules import Horizon, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The planned run: what a learner can be shown before pressing the key."""

    steps: int
    steps_per_epoch: int
    """0 where there are no epochs."""
    batch_size: int
    """Samples in a step; 0 where there are no data."""
    parameters: int
    device: str
    optimizer: str
    clip: float | None
    """Threshold of gradient clipping; None where there is none."""
    lr_steps: tuple[int, ...]
    """Steps (1 for the first update) at which the planned rate is given."""
    lr: tuple[float, ...]
    """Planned learning rate of the first parameter group at those steps."""
    marks: tuple[Mark, ...]
    """Where the schedule changes its behaviour."""
    base_lr: float = 0.0
    """Rate of the first parameter group where the schedule's factor is 1; 0: not known."""


POINTS = 600
"""Points of a planned curve: enough for any terminal."""


def plan(request: RunRequest) -> Plan:
    """Build the experiment, and the model, and say what is going to happen. Loads torch.

    Raises EngineError, or whatever the recipe raises.
    """
    from engine import device as devices
    from engine.setup import prepare

    experiment = experiment_of(request)
    setup = prepare(
        experiment, seed=request.seed, device=devices.resolve(request.device), steps=request.steps
    )
    horizon, schedule = setup.horizon, experiment.schedule
    marks = schedule.marks(horizon)
    steps = worth_drawing(horizon, marks)
    base = setup.stepper.base_lrs[0]
    data = experiment.data
    return Plan(
        steps=horizon.steps,
        steps_per_epoch=horizon.steps_per_epoch,
        batch_size=(experiment.batch_size or len(data.train)) if data is not None else 0,
        parameters=setup.started.parameters,
        device=setup.started.device,
        optimizer=setup.started.optimizer,
        clip=experiment.clip.limit if experiment.clip is not None else None,
        lr_steps=steps,
        lr=tuple(base * schedule.factor(step - 1, horizon) for step in steps),
        marks=marks,
        base_lr=base,
    )


def worth_drawing(horizon: Horizon, marks: tuple[Mark, ...]) -> tuple[int, ...]:
    """Evenly spaced steps, and those on both sides of every mark, so that drops stay sharp."""
    stride = max(1, horizon.steps // POINTS)
    steps = {*range(1, horizon.steps + 1, stride), horizon.steps}
    for mark in marks:
        steps.update({mark.step - 1, mark.step})
    return tuple(sorted(step for step in steps if 1 <= step <= horizon.steps))
