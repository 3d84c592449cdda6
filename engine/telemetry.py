"""Loss and gradient norms of every step, at almost no cost.

On the CPU reading a number at once is cheapest. On an accelerator every reading waits for the
device, so there the numbers stay on it and are fetched together, a few dozen steps at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn

from engine import kernels
from engine.events import StepEnded
from engine.live import Live


class Telemetry(Protocol):
    """Reads a step between `backward()` and the optimiser."""

    def read(
        self, step: int, epoch: int, lrs: tuple[float, ...], loss: Tensor, gradients: list[Tensor]
    ) -> Sequence[StepEnded]:
        """Measure, clip, and return the steps whose numbers are known by now, oldest first.

        `gradients` are those of the parameters that have one, in the order of the parameters.
        """
        ...

    def flush(self) -> Sequence[StepEnded]:
        """The steps whose numbers were still on the device."""
        ...


def for_device(
    device: str,
    live: Live,
    parameters: Sequence[nn.Parameter],
    reduce: Callable[[Tensor], Tensor] | None = None,
    *,
    prompt: bool = False,
) -> Telemetry:
    """The cheapest telemetry for that kind of device.

    `reduce` turns this process's part of the loss into that of all processes. `prompt`: every
    step is known before the next one.
    """
    if device == "cpu":
        telemetry: Telemetry = Immediate(live, parameters)
    else:
        telemetry = Deferred(live, parameters, held=1 if prompt else Deferred.HELD)
    return telemetry if reduce is None else _Reduced(telemetry, reduce)


class _Reduced:
    """Telemetry that says the loss of all processes, not of this one."""

    def __init__(self, inner: Telemetry, reduce: Callable[[Tensor], Tensor]) -> None:
        self._inner, self._reduce = inner, reduce

    def read(
        self, step: int, epoch: int, lrs: tuple[float, ...], loss: Tensor, gradients: list[Tensor]
    ) -> Sequence[StepEnded]:
        """Reduce the loss, then as the other does."""
        return self._inner.read(step, epoch, lrs, self._reduce(loss), gradients)

    def flush(self) -> Sequence[StepEnded]:
        """As the other does."""
        return self._inner.flush()


class Immediate:
    """Reads every number at once."""

    def __init__(self, live: Live, parameters: Sequence[nn.Parameter]) -> None:
        self._live = live
        self._parameters = parameters

    def read(
        self, step: int, epoch: int, lrs: tuple[float, ...], loss: Tensor, gradients: list[Tensor]
    ) -> Sequence[StepEnded]:
        """One step, known now."""
        if len(gradients) == len(self._parameters):
            layers = tuple([norm.item() for norm in kernels.norms(gradients)])
        else:
            layers = tuple(_in_their_places(self._parameters, gradients).tolist())
        norm = math.sqrt(sum([layer * layer for layer in layers]))
        clip = self._live.clip
        applied = clip.apply(gradients, norm) if clip is not None and gradients else norm
        return (StepEnded(step, epoch, loss.item(), lrs, norm, applied, layers),)

    def flush(self) -> Sequence[StepEnded]:
        """Nothing is ever held back."""
        return ()


class Deferred:
    """Keeps numbers on the device and fetches them together."""

    HELD = 32
    """Steps between two fetches: the price is one synchronisation for all of them."""

    def __init__(self, live: Live, parameters: Sequence[nn.Parameter], held: int = HELD) -> None:
        """`held`: steps between two fetches."""
        self._live = live
        self._parameters = parameters
        self._held = held
        self._steps: list[tuple[int, int, tuple[float, ...]]] = []
        self._numbers: list[Tensor] = []

    def read(
        self, step: int, epoch: int, lrs: tuple[float, ...], loss: Tensor, gradients: list[Tensor]
    ) -> Sequence[StepEnded]:
        """Queue this step's numbers; return a batch of steps now and then."""
        if len(gradients) == len(self._parameters):
            layers = torch.stack(list(kernels.norms(gradients)))
        else:
            layers = _in_their_places(self._parameters, gradients)
        norm = torch.linalg.vector_norm(layers)
        clip = self._live.clip
        applied = clip.apply_on_device(gradients, norm) if clip is not None and gradients else norm
        head = torch.stack([loss.detach().to(norm.dtype), norm, applied])
        self._numbers.append(torch.cat([head, layers]))
        self._steps.append((step, epoch, lrs))
        return self.flush() if len(self._steps) >= self._held else ()

    def flush(self) -> Sequence[StepEnded]:
        """Fetch everything that is queued, with one synchronisation."""
        if not self._steps:
            return ()
        rows = torch.stack(self._numbers).tolist()
        ended = [
            StepEnded(step, epoch, row[0], lrs, row[1], row[2], tuple(row[3:]))
            for (step, epoch, lrs), row in zip(self._steps, rows, strict=True)
        ]
        self._steps, self._numbers = [], []
        return ended


def _in_their_places(parameters: Sequence[nn.Parameter], gradients: list[Tensor]) -> Tensor:
    """Norms of the gradients, with 0 for a parameter that took no part in this step's loss."""
    norms = torch.zeros(len(parameters), device=parameters[0].device if parameters else None)
    present = [index for index, p in enumerate(parameters) if p.grad is not None]
    if present:
        found = torch.stack(list(kernels.norms(gradients))).to(norms.dtype)
        norms[torch.tensor(present, device=norms.device)] = found
    return norms
