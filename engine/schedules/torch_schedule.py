"""PyTorch's own schedulers, where the engine expects a schedule."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.errors import ConfigurationError, one_of
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed
from engine.silence import quietly

if TYPE_CHECKING:
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import LRScheduler

    MakeScheduler = Callable[[Optimizer], LRScheduler]
    """optimiser → any scheduler of `torch.optim.lr_scheduler`, or one like them."""


@dataclass(frozen=True, slots=True)
class TorchSchedule:
    """What a scheduler of PyTorch does to an optimiser, recorded and looked up by step.

    `TorchSchedule(lambda o: CosineAnnealingLR(o, T_max=100))`. The scheduler is made for a small
    optimiser of its own with a rate of 1, so every rate that it names (`eta_min`, `max_lr`) is a
    share of the experiment's rate. It is stepped as far as it is asked about, and what it did is
    kept: any step can be asked for in any order. Where it moves the momentum, so does the run.

    `ReduceLROnPlateau` follows no plan: it has a form of its own, `TorchPlateau`.
    """

    make: MakeScheduler
    """Makes the scheduler for the optimiser it is given."""
    per: Per = "step"
    """Whether it is stepped after every update or after every epoch."""
    _recording: _Recording = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_per(self.per)
        object.__setattr__(self, "_recording", _Recording(self.make))

    def factor(self, step: int, horizon: Horizon) -> float:
        """The rate that the scheduler sets, at a base rate of 1.

        Raises ConfigurationError for a scheduler that has an end before this step.
        """
        return self._recording.at(passed(step, horizon, self.per))[0]

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """The momentum that the scheduler sets; None for one that sets none."""
        momentum = self._recording.at(passed(step, horizon, self.per))[1]
        return None if math.isnan(momentum) else momentum

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """A scheduler of PyTorch does not say what it is going to do."""
        return ()


NOTHING: Mapping[str, Any] = MappingProxyType({})


def torch_schedule(
    *, scheduler: str, settings: Mapping[str, Any] = NOTHING, per: Per = "step"
) -> TorchSchedule:
    """A scheduler of `torch.optim.lr_scheduler` by the name of its class. Loads torch.

    `torch_schedule(scheduler="StepLR", settings={"step_size": 30}, per="epoch")`. Raises
    ConfigurationError for an unknown name, and for settings that the scheduler does not take.
    """
    from torch.optim import lr_scheduler

    one_of("scheduler", scheduler, [name for name in lr_scheduler.__all__ if name.endswith("LR")])
    make = getattr(lr_scheduler, scheduler)

    def with_settings(optimizer: Optimizer) -> LRScheduler:
        try:
            made: LRScheduler = make(optimizer, **settings)
        except (TypeError, ValueError) as error:
            raise ConfigurationError(
                "settings", dict(settings), f"See the documentation of {scheduler}.", f"{error}."
            ) from error
        return made

    schedule = TorchSchedule(with_settings, per)
    schedule.factor(0, Horizon(1, 0))
    return schedule


class _Recording:
    """A scheduler that is stepped on demand, and what it set after each step."""

    def __init__(self, make: MakeScheduler) -> None:
        self._make = make
        self._scheduler: LRScheduler | None = None
        self._rates = array("d")
        self._momenta = array("d")

    def at(self, count: int) -> tuple[float, float]:
        """(rate, momentum) after `count` calls of `scheduler.step()`."""
        if count >= len(self._rates):
            # SequentialLR hands an epoch to its parts in some versions, which warns that this
            # will go; the order of calls is right here.
            with quietly():
                self._run_to(count)
        return self._rates[count], self._momenta[count]

    def _run_to(self, count: int) -> None:
        if self._scheduler is None:
            self._scheduler = _on_a_dummy(self._make)
            self._note(self._scheduler)
        while len(self._rates) <= count:
            try:
                self._scheduler.step()
            except ValueError as error:
                raise ConfigurationError(
                    "schedule",
                    type(self._scheduler).__name__,
                    "Make it for as many steps as the run has.",
                    f"It ends after {len(self._rates)} steps: {error}.",
                ) from error
            self._note(self._scheduler)

    def _note(self, scheduler: LRScheduler) -> None:
        group = scheduler.optimizer.param_groups[0]
        self._rates.append(float(group["lr"]))
        self._momenta.append(float(group["momentum"]))


def _on_a_dummy(make: MakeScheduler) -> LRScheduler:
    """The scheduler on an optimiser with a rate of 1, whose momentum is NaN until it is set."""
    from torch.optim.lr_scheduler import ReduceLROnPlateau

    optimizer = dummy()
    optimizer.param_groups[0]["momentum"] = math.nan
    scheduler = make(optimizer)
    if isinstance(scheduler, ReduceLROnPlateau):
        raise ConfigurationError(
            "make",
            type(scheduler).__name__,
            "Use TorchPlateau, which tells it what was measured.",
            "Its rates follow measurements, not steps.",
        )
    # Schedulers warn when they are stepped before the optimiser was.
    optimizer.step()
    return scheduler


def dummy() -> Optimizer:
    """An optimiser for a scheduler to act on: one number, a rate of 1."""
    import torch

    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
