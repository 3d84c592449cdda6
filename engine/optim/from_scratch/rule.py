"""Puts an optimiser that was written from scratch where the loop expects a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from engine.optim.aliases import own_name

if TYPE_CHECKING:
    from torch import nn


class Steps(Protocol):
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

    make: Callable[[list[nn.Parameter]], Steps]

    def build(self, parameters: Sequence[nn.Parameter]) -> FromScratchStepper:
        """Make the optimiser for these parameters, in this order."""
        return FromScratchStepper(self.make(list(parameters)), parameters)


class FromScratchStepper:
    """Drives one from-scratch optimiser: a single parameter group, no hidden tricks."""

    def __init__(self, optimizer: Steps, parameters: Sequence[nn.Parameter]) -> None:
        """Take the base rate from the optimiser as it is now."""
        self.label = f"{type(optimizer).__name__}, from scratch"
        self._optimizer = optimizer
        self._parameters = list(parameters)
        self._base_lr = optimizer.lr
        self._given = self.hyperparameters

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """The one learning rate, before the schedule's factor."""
        return (self._base_lr,)

    def step(self, lrs: Sequence[float]) -> None:
        """Update the parameters with the first and only rate."""
        (self._optimizer.lr,) = lrs
        self._optimizer.step()

    @property
    def hyperparameters(self) -> dict[str, float]:
        """The optimiser's public numbers as they are now."""
        return {
            name: value
            for name, value in vars(self._optimizer).items()
            if isinstance(value, int | float) and name != "lr" and not name.startswith("_")
        }

    def set(self, name: str, value: float) -> None:
        """Change the base rate or any other public number of the optimiser.

        Raises KeyError for a name that the optimiser does not have.
        """
        if name == "lr":
            self._base_lr = value
            return
        name = own_name(name, dir(self._optimizer))
        current = None if name.startswith("_") else getattr(self._optimizer, name, None)
        if not isinstance(current, int | float):
            raise KeyError(name)
        setattr(self._optimizer, name, bool(value) if isinstance(current, bool) else value)

    def state_dict(self) -> dict[str, Any]:
        """All that the optimiser remembers: its attributes, or what its own `state_dict` says.

        Raises EngineError for an attribute that is neither tensors nor numbers.
        """
        from engine.optim.from_scratch.memory import remembered

        return {
            "stepper": self.label,
            "given": dict(self._given),
            "memory": remembered(self._optimizer, self._parameters),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Give the optimiser its memory back. Raises ConfigurationError for another one's."""
        from engine.optim.from_scratch.memory import recall
        from engine.optim.state import check_origin, chosen

        check_origin(state, self.label)
        recall(self._optimizer, self._parameters, state["memory"])
        for name, value in chosen(self._given, state["given"], self.hyperparameters).items():
            self.set(name, value)
