"""PyTorch's reduce-on-plateau, where the engine expects a schedule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import ConfigurationError
from engine.schedules.base import Horizon, Mark
from engine.schedules.torch_schedule import dummy

if TYPE_CHECKING:
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import ReduceLROnPlateau


@dataclass(frozen=True, slots=True)
class TorchPlateau:
    """`torch.optim.lr_scheduler.ReduceLROnPlateau`, told what the run measures.

    `TorchPlateau(lambda o: ReduceLROnPlateau(o, patience=3))`. It acts on a rate of 1, so its
    `min_lr` and `eps` are shares of the experiment's rate.
    """

    make: Callable[[Optimizer], ReduceLROnPlateau]
    """Makes the scheduler for the optimiser it is given."""
    metric: str = "loss"
    """What it listens to: `loss` of the validation split, or the name of a metric."""

    def factor(self, step: int, horizon: Horizon) -> float:  # noqa: ARG002
        """1: what is planned as long as there is no bad news."""
        return 1.0

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing is planned."""
        return ()

    def react(self) -> TorchPlateauReaction:
        """A listener that has heard nothing yet. Raises ConfigurationError for other schedulers."""
        from torch.optim.lr_scheduler import ReduceLROnPlateau

        scheduler = self.make(dummy())
        if not isinstance(scheduler, ReduceLROnPlateau):
            raise ConfigurationError(
                "make",
                type(scheduler).__name__,
                "Use TorchSchedule for it.",
                "It follows steps, not measurements.",
            )
        return TorchPlateauReaction(scheduler, self.metric)


class TorchPlateauReaction:
    """Passes the measurements of one run to PyTorch's scheduler, and reads what it did."""

    def __init__(self, scheduler: ReduceLROnPlateau, metric: str) -> None:
        """The scheduler has a small optimiser of its own."""
        self.metric = metric
        self.factor = 1.0
        self._scheduler = scheduler
        self._group = scheduler.optimizer.param_groups[0]

    def report(self, value: float) -> bool:
        """Take note of a measurement. Returns whether `factor` has changed."""
        self._scheduler.step(value)
        before, self.factor = self.factor, float(self._group["lr"])
        return self.factor != before

    def state_dict(self) -> dict[str, float]:
        """Best value, counts and factor."""
        return {
            "factor": self.factor,
            "best": float(self._scheduler.best),
            "bad": self._scheduler.num_bad_epochs,
            "cooling": self._scheduler.cooldown_counter,
        }

    def load_state_dict(self, state: dict[str, float]) -> None:
        """Go back to what was known then."""
        self.factor = self._group["lr"] = float(state["factor"])
        self._scheduler.best = float(state["best"])
        self._scheduler.num_bad_epochs = int(state["bad"])
        self._scheduler.cooldown_counter = int(state["cooling"])
