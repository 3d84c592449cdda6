"""Steps or epochs: what a schedule counts in."""

from __future__ import annotations

from typing import Literal, get_args

from engine.errors import one_of
from engine.schedules.base import Horizon

Per = Literal["step", "epoch"]
"""`step`: a new value for every update. `epoch`: one value for the whole of an epoch."""


def check_per(per: str) -> None:
    """Raise ConfigurationError for a unit that is neither `step` nor `epoch`."""
    one_of("per", per, get_args(Per))


def passed(step: int, horizon: Horizon, per: Per) -> int:
    """How many units are complete after `step` updates.

    For `epoch` this is how often tutorials have called `scheduler.step()` by then: once at the
    end of each epoch. A run without epochs counts steps.
    """
    return step // horizon.steps_per_epoch if per == "epoch" and horizon.steps_per_epoch else step


def planned(horizon: Horizon, per: Per) -> int:
    """Units in the whole run, an unfinished last one included."""
    return horizon.steps if per == "step" else -(-horizon.steps // updates(1, horizon, per))


def updates(count: int, horizon: Horizon, per: Per) -> int:
    """Updates that `count` units take."""
    return count * horizon.steps_per_epoch if per == "epoch" and horizon.steps_per_epoch else count
