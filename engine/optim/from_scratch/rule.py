"""Puts an optimiser that was written from scratch where the loop expects a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from engine.optim.from_scratch.adam import AdamW
from engine.optim.from_scratch.sgd import SGD

if TYPE_CHECKING:
    from torch import nn


class Optimizer(Protocol):
    """The least that an optimiser has: a rate that can be set, and a step."""

    lr: float

    def step(self) -> None:
        """Update the parameters in place from their `.grad`."""
        ...


@dataclass(frozen=True, slots=True)
class FromScratch:
    """A rule that builds its optimiser with a function of the parameters.

    `FromScratch(lambda parameters: SGD(parameters, lr=0.1))` takes any optimiser that has `lr`
    and `step()`, one that a learner wrote included.
    """

    make: Callable[[list[nn.Parameter]], Optimizer]

    def build(self, parameters: Sequence[nn.Parameter]) -> FromScratchStepper:
        """Make the optimiser for these parameters, in this order."""
        return FromScratchStepper(self.make(list(parameters)))


class FromScratchStepper:
    """Drives one from-scratch optimiser: a single parameter group, no hidden tricks."""

    def __init__(self, optimizer: Optimizer) -> None:
        """Take the base rate from the optimiser as it is now."""
        self.label = f"{type(optimizer).__name__}, from scratch"
        self._optimizer = optimizer
        self._base_lr = optimizer.lr

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """The one learning rate, before the schedule's factor."""
        return (self._base_lr,)

    def step(self, lrs: Sequence[float]) -> None:
        """Update the parameters with the first and only rate."""
        (self._optimizer.lr,) = lrs
        self._optimizer.step()

    def set(self, name: str, value: float) -> None:
        """Change the base rate or any other public number of the optimiser.

        Raises KeyError for a name that the optimiser does not have.
        """
        if name == "lr":
            self._base_lr = value
            return
        current = None if name.startswith("_") else getattr(self._optimizer, name, None)
        if not isinstance(current, int | float):
            raise KeyError(name)
        setattr(self._optimizer, name, bool(value) if isinstance(current, bool) else value)


def sgd(
    *,
    lr: float,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: bool = False,
) -> FromScratch:
    """The rule of our own SGD. Raises ValueError when built with Nesterov but without momentum."""
    return FromScratch(
        partial(
            SGD,
            lr=lr,
            momentum=momentum,
            dampening=dampening,
            weight_decay=weight_decay,
            nesterov=nesterov,
        )
    )


def adamw(
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> FromScratch:
    """The rule of our own AdamW."""
    return FromScratch(partial(AdamW, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
