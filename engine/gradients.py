"""From a window of batches to the loss, and to a gradient in every parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from torch import Tensor, nn

from engine import kernels
from engine.batches import Window
from engine.data import Batch
from engine.tricks.precision import LossScaler

LossOf = Callable[[Batch | None], Tensor]


class Gradients:
    """Computes them. Gradients add up in `.grad`, so the caller clears them after use."""

    def __init__(
        self,
        loss_of: LossOf,
        scaler: LossScaler | None = None,
        no_sync: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """`no_sync` keeps processes from averaging gradients before a window is complete."""
        self._loss_of, self._scaler, self._no_sync = loss_of, scaler, no_sync

    def compute(self, window: Window) -> Tensor:
        """The window's mean loss: a 0-d tensor whose history is used up."""
        if len(window.batches) == 1:
            return self._add(window.batches[0], window.weights[0])
        *others, last = zip(window.batches, window.weights, strict=True)
        with self._no_sync():
            total = sum(self._add(batch, weight).detach() for batch, weight in others)
        return total + self._add(*last).detach()

    def _add(self, batch: Batch | None, weight: float) -> Tensor:
        loss = self._loss_of(batch)
        if weight != 1:
            loss = loss * weight
        kernels.backward(loss if self._scaler is None else self._scaler.scaled(loss))
        return loss


class Leftovers:
    """Gradients that nobody clears: they stay for the next step, and so belong to a snapshot."""

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        self._parameters = parameters

    def state_dict(self) -> dict[str, Tensor]:
        """A copy of every gradient there is, by the number of its parameter."""
        gradients = enumerate(parameter.grad for parameter in self._parameters)
        return {str(number): g.clone() for number, g in gradients if g is not None}

    def load_state_dict(self, state: dict[str, Tensor]) -> None:
        """Put them back; parameters without one have none afterwards."""
        for number, parameter in enumerate(self._parameters):
            kept = state.get(str(number))
            parameter.grad = None if kept is None else kept.to(parameter.device, copy=True)
