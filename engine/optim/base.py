"""What the loop needs from an optimiser, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from torch import nn


class Stepper(Protocol):
    """An optimiser that owns its parameters and their state."""

    @property
    def label(self) -> str:
        """What updates the weights, and how it is executed, for people to read."""
        ...

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """Learning rate of each parameter group, before the schedule's factor."""
        ...

    def step(self, lrs: Sequence[float]) -> None:
        """Update the parameters in place from their `.grad`, with one rate per group."""
        ...

    def set(self, name: str, value: float) -> None:
        """Change a hyperparameter from the next update on. Raises KeyError for a strange name.

        `momentum` is understood by every stepper that has one, by whatever name (β₁ in Adam).
        """
        ...

    @property
    def hyperparameters(self) -> dict[str, float]:
        """Every number that `set` can change, as it is now, but for the rates."""
        ...

    def state_dict(self) -> dict[str, Any]:
        """Everything the next update depends on beside parameters and rates: a copy.

        Tensors, numbers, strings, None, tuples, lists and dicts only, so that
        `torch.load(weights_only=True)` reads it. Hyperparameters that `set` has changed are in it.
        The key `stepper` is the label: a state fits only the kind it came from.
        """
        ...

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to where `state_dict` was called; the state given is not kept or changed."""
        ...


class Rule(Protocol):
    """An optimiser's name and hyperparameters; becomes a Stepper once there are parameters."""

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Make the stepper for these parameters, in this order."""
        ...


@runtime_checkable
class NamedRule(Protocol):
    """A rule that treats parameters by their names and the modules they are in.

    Where a rule has this method, it is to be used in the place of `build`.
    """

    def build_named(self, model: nn.Module) -> Stepper:
        """Make the stepper for the parameters of a model that train."""
        ...
