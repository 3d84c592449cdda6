"""What every probe is: a description that starts an observer, which follows one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from engine.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch
    from torch import Tensor, nn

    from engine.data import Batch, Dataset
    from engine.observations import Observation
    from engine.optim import Stepper
    from engine.surfaces import Landscape


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to look at."""

    model: nn.Module
    data: Dataset | None
    """The data, on the device."""
    landscape: Landscape | None
    device: torch.device
    loss: Callable[[nn.Module, Batch | None], Tensor] | None = None
    """What one step of the run computes, where that is known: (model, batch) → scalar."""
    stepper: Callable[[nn.Module], Stepper] | None = None
    """Makes a fresh optimiser, as the run's own, for another model of the same make."""
    batch_size: int | None = None
    """Samples of one step; None is the whole training set."""
    batches: list[Batch | None] = field(default_factory=list)
    """What the step that has just been made learned from; told to observers that watch."""


class Observer(Protocol):
    """Follows one run. Looks, and changes nothing: no weight, no gradient, no random state."""

    @property
    def watches(self) -> bool:
        """Whether `after_step` has something to do, and so has to be called."""
        ...

    def begin(self, scene: Scene) -> Observation | None:
        """What is seen once, before the first step. Raises ValueError for an unfit scene."""
        ...

    def after_step(self, scene: Scene) -> None:
        """Take note of a step, in less than 2 µs, but for one step after a look."""
        ...

    def look(self, scene: Scene) -> Observation | None:
        """What is seen now; None where there is nothing new, or nothing that can be drawn."""
        ...


class Probe(Protocol):
    """An immutable description of something to watch, part of an experiment."""

    @property
    def name(self) -> str:
        """Name of the view that draws it."""
        ...

    def start(self) -> Observer:
        """Make the observer of one run."""
        ...


class Still:
    """What an observer does at a step, if it only looks now and then: nothing."""

    watches = False

    def after_step(self, scene: Scene) -> None:
        """Nothing to note."""


def unfit(probe: str, needs: str, remedy: str) -> ConfigurationError:
    """The error of a probe that has nothing to look at. `remedy` is a whole sentence."""
    return ConfigurationError("probes", probe, remedy, f"The probe {probe} needs {needs}.")
