"""From a window of batches to the loss, and to a gradient in every parameter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from torch import Tensor

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
        """The window's mean loss: a 0-d tensor without history."""
        *others, last = zip(window.batches, window.weights, strict=True)
        if not others:
            return self._add(*last)
        with self._no_sync():
            total = sum(self._add(batch, weight) for batch, weight in others)
        return total + self._add(*last)

    def _add(self, batch: Batch | None, weight: float) -> Tensor:
        loss = self._loss_of(batch)
        if weight != 1:
            loss = loss * weight
        kernels.backward(loss if self._scaler is None else self._scaler.scaled(loss))
        return loss.detach()
