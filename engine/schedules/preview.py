"""The curve of a schedule, without training."""

from __future__ import annotations

from engine.schedules.base import Horizon, Schedule
from engine.schedules.parts import momentum_of


def preview(schedule: Schedule, horizon: Horizon, lr: float = 1.0) -> tuple[float, ...]:
    """The learning rate of every update of the run, for a base rate `lr`."""
    return tuple(lr * schedule.factor(step, horizon) for step in range(horizon.steps))


def preview_momentum(schedule: Schedule, horizon: Horizon) -> tuple[float | None, ...]:
    """The momentum of every update of the run; None where the schedule leaves it alone."""
    return tuple(momentum_of(schedule, step, horizon) for step in range(horizon.steps))
