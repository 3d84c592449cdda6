"""Exponential moving average of the weights: a calmer model beside the one that trains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.errors import at_least, share

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True, slots=True)
class EMA:
    """a ← d·a + (1 − d)·θ after every update; the model is evaluated with a in place of θ.

    Without `debias` a starts as the initial weights, of which dᵗ is left after t updates: with
    d = 0.999 a quarter after 1400. With it, a/(1 − dᵗ) is used, as Adam does: a mean of the
    weights there have been since the first update. Sources: Polyak and Juditsky 1992; Kingma and
    Ba 2015, section 3. Without `debias` equal to `torch.optim.swa_utils.AveragedModel` with
    `get_ema_multi_avg_fn(d)`, updated once before training, and `use_buffers=True`.
    """

    decay: float = 0.999
    """d: the average looks back over about 1/(1 − d) updates."""
    every: int = field(default=1, kw_only=True)
    """Updates between two looks at the weights."""
    debias: bool = field(default=True, kw_only=True)

    def __post_init__(self) -> None:
        share("decay", self.decay)
        at_least("every", self.every, 1)

    def start(self, model: nn.Module) -> Average:
        """Begin with the weights as they are now."""
        return Average(self, model)


class Average:
    """The averaged weights of one run.

    Parameters and floating-point buffers (the statistics of batch norm) are averaged; buffers of
    integers, such as batch norm's count of batches, are copied.
    """

    def __init__(self, rule: EMA, model: nn.Module) -> None:
        self._rule = rule
        self._updates = self._taken = 0
        tensors = [*model.parameters(), *model.buffers()]
        self._live = [tensor.detach() for tensor in tensors if tensor.is_floating_point()]
        self._means = [tensor.clone() for tensor in self._live]

    def restart(self) -> None:
        """Begin again, with the weights as they are now."""
        self._updates = self._taken = 0
        for mean, value in zip(self._means, self._live, strict=True):
            mean.copy_(value)

    def update(self) -> None:
        """Take note of an update of the weights. Never reads a number back from the device."""
        self._updates += 1
        if self._updates % self._rule.every:
            return
        self._taken += 1
        decay = self._rule.decay
        weight = 1 - decay
        if self._rule.debias:
            weight /= 1 - decay**self._taken
        import torch

        torch._foreach_lerp_(self._means, self._live, weight)

    @contextmanager
    def swapped_in(self) -> Iterator[None]:
        """The model has the averaged weights inside, and exactly its own again outside."""
        own = [tensor.clone() for tensor in self._live]
        self._write(self._means)
        try:
            yield
        finally:
            self._write(own)

    def _write(self, values: list[Any]) -> None:
        for tensor, value in zip(self._live, values, strict=True):
            tensor.copy_(value)

    def state_dict(self) -> dict[str, Any]:
        """The means and how many updates are in them."""
        return {
            "updates": self._updates,
            "taken": self._taken,
            "means": [mean.clone() for mean in self._means],
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to those means."""
        self._updates, self._taken = state["updates"], state["taken"]
        for mean, value in zip(self._means, state["means"], strict=True):
            mean.copy_(value)
