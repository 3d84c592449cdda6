"""A copy of the model that may be trained, bent and broken in the original's place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain

import torch
from torch import Tensor, nn

from engine.data import Batch
from engine.probes.apart import apart, asking
from engine.probes.base import Scene, unfit
from engine.seeding import RandomState


class Twin:
    """A model of its own with the weights that the run's model had at the last look."""

    def __init__(self, scene: Scene, probe: str) -> None:
        """Copy the model. Raises ConfigurationError, naming the probe, for a run without a loss."""
        if scene.loss is None:
            raise unfit(
                probe,
                "to know what a step of the run computes",
                "Train through engine.train, or give the Scene its loss.",
            )
        self._scene = scene
        self._loss = scene.loss
        self.model: nn.Module = copy.deepcopy(scene.model)

    @property
    def trainable(self) -> list[nn.Parameter]:
        """The parameters that the run trains, in the order of `RunStarted.layers`."""
        return [parameter for parameter in self.model.parameters() if parameter.requires_grad]

    def follow(self) -> None:
        """Take over the original's weights, buffers and modes as they are now."""
        original, mine = self._scene.model, self.model
        with torch.no_grad():
            theirs = chain(original.parameters(), original.buffers())
            for tensor, now in zip(chain(mine.parameters(), mine.buffers()), theirs, strict=True):
                tensor.copy_(now)
        for own, parameter in zip(mine.parameters(), original.parameters(), strict=True):
            own.requires_grad_(parameter.requires_grad)
        for module, theirs_now in zip(mine.modules(), original.modules(), strict=True):
            module.training = theirs_now.training

    def gradients(self, batch: Batch | None) -> list[Tensor]:
        """∇ of the step's loss on `batch`, one tensor for each of `trainable`.

        In the modes that training is in; 0 for a parameter that takes no part in the loss.
        """
        with apart(self._scene.device), torch.enable_grad():
            loss = self._loss(self.model, batch)
            found = torch.autograd.grad(loss, self.trainable, allow_unused=True)
        return [
            torch.zeros_like(parameter) if gradient is None else gradient
            for parameter, gradient in zip(self.trainable, found, strict=True)
        ]

    @contextmanager
    def measuring(self, batch: Batch | None) -> Iterator[Callable[[], float]]:
        """Inside, the step's loss on `batch` can be asked for, in eval mode, again and again.

        A model that draws random numbers even so draws the same ones every time.
        """
        device = self._scene.device
        with asking(self.model, device):
            drawn = RandomState.now(device)

            def loss() -> float:
                drawn.restore(device)
                return self._loss(self.model, batch).item()

            yield loss
