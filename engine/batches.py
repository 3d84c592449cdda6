"""What each update learns from: windows of batches, in an order that depends on the seed alone."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from engine import seeding
from engine.course import Course
from engine.data import Batch, Dataset

if TYPE_CHECKING:
    from engine.distributed.world import World
    from engine.experiment import Experiment

WHOLE_EPOCH = 64 << 20
"""Bytes of training data up to which an epoch is put in order at once: quicker, but a copy."""


class Position(NamedTuple):
    """How far a run has come."""

    step: int = 0
    """Steps made, those whose update was skipped included."""
    updates: int = 0
    """Updates of the weights, which is what schedules count."""
    epoch: int = 0
    used: int = 0
    """Samples of this epoch that were used."""


class Window(NamedTuple):
    """The batches of one update."""

    epoch: int
    used: int
    """Samples of this epoch up to the end of this window."""
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
        *,
        course: Course | None = None,
    ) -> None:
        """`data`: the experiment's, where they are to be taken from. `world`: the processes
        among which every batch is divided. `course`: told of every epoch that begins."""
        self.random = torch.Generator(device).manual_seed(seeding.derive(seed, "augment"))
        """Random numbers of augmentation."""
        self._experiment, self._seed, self._device, self._world = experiment, seed, device, world
        self._data = data
        self._course = course or Course(experiment)
        loader = experiment.loader
        self._loader = loader.open(data.train) if loader is not None and data is not None else None

    def after(self, position: Position) -> Iterator[Window]:
        """The windows that follow."""
        step, epoch, used = position.step, position.epoch, position.used
        if self._data is None:
            while True:
                yield Window(epoch, 0, (None,))
        while True:
            if used == 0:
                self._course.begin(epoch, step)
            size, batches = self._epoch(epoch, used)
            step += yield from self._windows(batches, size, epoch, used)
            epoch, used = epoch + 1, 0

    def _windows(
        self, batches: Iterable[Batch], size: int, epoch: int, used: int
    ) -> Generator[Window, None, int]:
        """`size`: samples of a batch, but for the last one. Returns how many windows there were."""
        accumulate, world = self._experiment.accumulate, self._world
        rest, made = iter(batches), 0
        while group := tuple(islice(rest, accumulate)):
            used += size * accumulate  # beyond the end only where the epoch is over
            weights = _shares(group) if len(group) > 1 else (1.0,)
            for change in self._experiment.augment:
                group = tuple([change(batch, self.random) for batch in group])
            if world is not None:  # after the changes, which then are those of one process
                group, weights = world.share(group, weights)
            made += 1
            yield Window(epoch, used, group, weights)
        return made

    def _epoch(self, epoch: int, used: int) -> tuple[int, Iterable[Batch]]:
        """Size of a batch, and the batches of an epoch; its first `used` samples left out."""
        experiment = self._experiment
        assert self._data is not None
        train, count = self._data.train, experiment.samples
        size = min(self._course.size or count, count)
        whole = size == len(train) and used == 0
        if whole and experiment.order is None and self._loader is None:
            return size, [Batch(train.inputs, train.targets)]
        if experiment.order is None:
            order = seeding.order(self._seed, epoch, count)
        else:
            order = experiment.order.indices(train, self._seed, epoch)
        order = order[used:]
        if experiment.drop_last:  # of what is left: the first samples may have been cut differently
            order = order[: len(order) // size * size]
        if len(order) == 0:
            return size, ()
        if self._loader is not None:
            loaded = self._loader.batches(order, size, seed=self._seed, epoch=epoch)
            return size, (batch.to(self._device) for batch in loaded)
        return size, self._gathered(order, size)

    def _gathered(self, order: Tensor, size: int) -> Iterable[Batch]:
        """Batches taken by index where the data lie."""
        assert self._data is not None
        inputs, targets = self._data.train.inputs, self._data.train.targets
        order = order.to(self._device)
        if inputs.nbytes + targets.nbytes > WHOLE_EPOCH:
            chunks = order.split(size)
            return (Batch(inputs.index_select(0, i), targets.index_select(0, i)) for i in chunks)
        return map(
            Batch,
            inputs.index_select(0, order).split(size),
            targets.index_select(0, order).split(size),
        )


def _shares(group: tuple[Batch, ...]) -> tuple[float, ...]:
    """Share of each batch in the window's samples: the last of them may be smaller."""
    samples = [batch.targets.shape[0] for batch in group]
    return tuple(count / sum(samples) for count in samples)
