"""The processes that train one model together, seen from one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from engine.data import Batch
from engine.events import Evaluated


class World:
    """A process group that has been initialised.

    Every process (rank) computes the gradient of its part of a batch; DDP averages the gradients
    while they are computed, so that all ranks make the same update. Parts are weighted by their
    samples: the mean is that of the whole batch, also where it cannot be divided evenly. Batch
    norm sees the rank's own part, as it does in PyTorch.
    """

    def __init__(self, device: torch.device) -> None:
        """`device`: of this rank."""
        self.rank, self.size, self.device = dist.get_rank(), dist.get_world_size(), device
        self._own: deque[Tensor] = deque()

    def share(
        self, group: tuple[Batch, ...], weights: tuple[float, ...]
    ) -> tuple[tuple[Batch, ...], tuple[float, ...]]:
        """This rank's part of each batch, and the weights that make the ranks' mean exact.

        A rank for which nothing is left takes a sample that counts for nothing: the others wait
        for its gradient.
        """
        parts: list[Batch] = []
        factors: list[float] = []
        for batch, weight in zip(group, weights, strict=True):
            part = Batch(*(tensor[self.rank :: self.size] for tensor in batch))
            count = len(part.targets)
            factors.append(weight * count * self.size / len(batch.targets))
            parts.append(part if count else Batch(*(tensor[:1] for tensor in batch)))
        return tuple(parts), tuple(factors)

    def mean(self, loss: Tensor) -> Tensor:
        """Mean of this number over all ranks; this rank's own is remembered for `own_loss`."""
        self._own.append(loss.detach())
        total = loss.detach().clone()
        dist.all_reduce(total)
        return total / self.size

    def agreed(self, measured: Evaluated) -> Evaluated:
        """What the first rank has measured, for all of them.

        Batch norm's statistics differ from rank to rank, and rounding may: early stopping has to
        come to the same end everywhere, or the others would wait for a rank that has gone.
        """
        values = [measured.loss, *(metric.value for metric in measured.metrics)]
        numbers = torch.tensor(values, dtype=torch.float64, device=self.device)
        dist.broadcast(numbers, src=0)
        loss, *rest = numbers.tolist()
        metrics = tuple(
            replace(metric, value=value)
            for metric, value in zip(measured.metrics, rest, strict=True)
        )
        return replace(measured, loss=loss, metrics=metrics)

    def own_loss(self) -> float:
        """This rank's part of the oldest loss that was not asked for yet."""
        return self._own.popleft().item()

    def spread(
        self, model: nn.Module, loss: Callable[[nn.Module, Batch | None], Tensor]
    ) -> DistributedDataParallel:
        """The whole step as a module whose gradients are averaged over the ranks."""
        ids = [self.device.index or 0] if self.device.type == "cuda" else None
        return DistributedDataParallel(_Step(model, loss), device_ids=ids)


class _Step(nn.Module):
    """DDP watches what goes through `forward`: so the loss is computed in there too."""

    def __init__(self, model: nn.Module, loss: Callable[[nn.Module, Batch | None], Tensor]) -> None:
        super().__init__()
        self.model, self._loss = model, loss

    def forward(self, batch: Batch | None) -> Tensor:
        """The loss of one batch."""
        return self._loss(self.model, batch)
