"""What each update learns from: windows of batches, in an order that depends on the seed alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from engine import seeding
from engine.data import Batch, Dataset

if TYPE_CHECKING:
    from engine.distributed.world import World
    from engine.experiment import Experiment

WHOLE_EPOCH = 64 << 20
"""Bytes of training data up to which an epoch is put in order at once: quicker, but a copy."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far a run has come."""

    step: int = 0
    """Steps made, those whose update was skipped included."""
    updates: int = 0
    """Updates of the weights, which is what schedules count."""
    epoch: int = 0
    place: int = 0
    """Windows of this epoch that were used."""


@dataclass(frozen=True, slots=True)
class Window:
    """The batches of one update."""

    epoch: int
    place: int
    """Windows of this epoch up to and including this one."""
    batches: tuple[Batch | None, ...]
    """One, without accumulation; None where there are no data."""
    weights: tuple[float, ...] = (1.0,)
    """Factor on the loss of each batch."""


class Batches:
    """All windows of one run, without end, from any position."""

    def __init__(
        self,
        experiment: Experiment,
        data: Dataset | None,
        seed: int,
        device: torch.device,
        world: World | None = None,
    ) -> None:
        """`data`: the experiment's, where they are to be taken from. `world`: the processes
        among which every batch is divided."""
        self.random = torch.Generator(device).manual_seed(seeding.derive(seed, "augment"))
        """Random numbers of augmentation."""
        self._experiment, self._seed, self._device, self._world = experiment, seed, device, world
        self._data = data
        loader = experiment.loader
        self._loader = loader.open(data.train) if loader is not None and data is not None else None

    def after(self, position: Position) -> Iterator[Window]:
        """The windows that follow."""
        epoch, place = position.epoch, position.place
        if self._data is None:
            while True:
                yield Window(epoch, 0, (None,))
        while True:
            for window in self._windows(self._epoch(epoch, place), epoch, place):
                place = window.place
                yield window
            epoch, place = epoch + 1, 0

    def _windows(self, batches: Iterable[Batch], epoch: int, place: int) -> Iterator[Window]:
        size, world = self._experiment.accumulate, self._world
        rest = iter(batches)
        while group := tuple(islice(rest, size)):
            place += 1
            weights = (1.0,) if len(group) == 1 else _weights(group)
            if world is not None:
                group, weights = world.share(group, weights)
            for change in self._experiment.augment:
                group = tuple([change(batch, self.random) for batch in group])
            yield Window(epoch, place, group, weights)

    def _epoch(self, epoch: int, place: int) -> Iterable[Batch]:
        """The batches of an epoch; those of the first `place` windows left out."""
        experiment, used = self._experiment, place * self._experiment.accumulate
        assert self._data is not None
        train, count = self._data.train, experiment.samples
        size = min(experiment.batch_size or count, count)
        if size == len(train) and experiment.order is None and self._loader is None:
            return [Batch(train.inputs, train.targets)] if used == 0 else []
        if experiment.order is None:
            order = seeding.order(self._seed, epoch, count)
        else:
            order = experiment.order.indices(train, self._seed, epoch)
        if experiment.drop_last:
            order = order[: len(order) // size * size]
        order = order[used * size :]
        if self._loader is not None:
            loaded = self._loader.batches(order, size, seed=self._seed, epoch=epoch)
            return (batch.to(self._device) for batch in loaded)
        return self._gathered(order, size)

    def _gathered(self, order: Tensor, size: int) -> Iterable[Batch]:
        """Batches taken by index where the data lie."""
        assert self._data is not None
        inputs, targets = self._data.train.inputs, self._data.train.targets
        if len(order) == 0:
            return []
        order = order.to(self._device)
        if inputs.nbytes + targets.nbytes > WHOLE_EPOCH:
            chunks = order.split(size)
            return (Batch(inputs.index_select(0, i), targets.index_select(0, i)) for i in chunks)
        return map(
            Batch,
            inputs.index_select(0, order).split(size),
            targets.index_select(0, order).split(size),
        )


def _weights(group: tuple[Batch, ...]) -> tuple[float, ...]:
    """Each batch's share of the window's samples: the mean over the window, not over batches."""
    samples = [len(batch.targets) for batch in group]
    return tuple(count / sum(samples) for count in samples)
