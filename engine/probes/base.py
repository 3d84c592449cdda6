"""What every probe is: a description that starts an observer, which follows one run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import torch
    from torch import nn

    from engine.data import Dataset
    from engine.observations import Observation
    from engine.surfaces import Landscape


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to look at."""

    model: nn.Module
    data: Dataset | None
    """The data, on the device."""
    landscape: Landscape | None
    device: torch.device


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
        """Take note of a step, in less than 2 µs."""
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
