"""What a schedule does besides its factor, asked in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.errors import ConfigurationError
from engine.schedules.base import Horizon, Reaction, Reactive, Schedule


def momentum_of(schedule: Schedule, step: int, horizon: Horizon) -> float | None:
    """The momentum it wants for this update; None where it leaves the momentum alone."""
    # Asked at every step: an isinstance check against a protocol takes 15 µs, this 0.1.
    momentum: Callable[[int, Horizon], float | None] | None = getattr(schedule, "momentum", None)
    return None if momentum is None else momentum(step, horizon)


def reaction_of(schedule: Schedule) -> Reaction | None:
    """A listener for one run; None where the schedule listens to nothing."""
    return schedule.react() if isinstance(schedule, Reactive) else None


def reaction_among(parts: Iterable[Schedule]) -> Reaction | None:
    """The listener of the one part that listens.

    Raises ConfigurationError for more than one: two would answer the same bad news twice.
    """
    listeners = [reaction for part in parts if (reaction := reaction_of(part)) is not None]
    if len(listeners) > 1:
        raise ConfigurationError(
            "parts",
            tuple(type(part).__name__ for part in parts),
            "Keep one part that reacts to measurements.",
            f"{len(listeners)} parts would answer the same measurement.",
        )
    return listeners[0] if listeners else None
