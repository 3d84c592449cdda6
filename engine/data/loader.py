"""Batches through a `torch.utils.data.DataLoader`, in an order of our own.

For data that do not fit into memory, custom datasets, variable lengths, and lessons about
loading. Tensors that lie in memory are faster without it: taking a batch by index costs less than
one message from a worker.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from engine.data.base import Batch
from engine.errors import ConfigurationError, at_least, one_of
from engine.silence import quietly

if TYPE_CHECKING:
    from torch import Tensor
    from torch.utils.data import DataLoader
    from torch.utils.data import Dataset as TorchDataset

    from engine.data.base import Examples

START_METHODS = ("fork", "spawn", "forkserver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """How batches are fetched: the settings of a DataLoader, as in PyTorch's documentation.

    Raises ConfigurationError for settings that contradict each other.
    """

    dataset: TorchDataset[Any] | None = None
    """Any map-style dataset of pairs (input, target); None: the examples that are trained on."""
    collate_fn: Callable[[list[Any]], Any] | None = None
    """Makes (inputs, targets) of a list of samples; None stacks tensors of equal shape. Of what
    `engine.data.text.pad_batch` makes, tokens and targets are taken: 0 is padding."""
    workers: int = 0
    """Processes that fetch samples; 0 fetches in the training process. More of them pay only
    where one sample costs more than sending it, which depends on the data, not on the cores."""
    prefetch_factor: int | None = None
    """Batches that each worker makes ahead of time, in memory; None: 2 where there are workers."""
    persistent_workers: bool = False
    """Keep the workers from one epoch to the next."""
    pin_memory: bool = False
    """Copy batches into page-locked memory, from where CUDA fetches them while it computes;
    without CUDA nothing is done."""
    start_method: Literal["fork", "spawn", "forkserver"] | None = None
    """How workers are started; None: as usual on this system. All but fork pickle the dataset."""

    def __post_init__(self) -> None:
        at_least("loader.workers", self.workers, 0)
        if self.start_method is not None:
            one_of("loader.start_method", self.start_method, START_METHODS)
        if self.prefetch_factor is not None:
            at_least("loader.prefetch_factor", self.prefetch_factor, 1)
        if self.workers:
            return
        for name in ("prefetch_factor", "persistent_workers", "start_method"):
            value = getattr(self, name)
            if value:
                raise ConfigurationError(
                    f"loader.{name}",
                    value,
                    f"Give loader.workers a number above 0, or leave {name} out.",
                    "Only worker processes use it, and there are none.",
                )

    def open(self, examples: Examples | None = None) -> OpenLoader:
        """Start using it; `examples` are read where the loader has no dataset of its own.

        Raises ConfigurationError where there is nothing to read, examples lie on an accelerator
        that worker processes cannot reach, or this process may not start any.
        """
        source = examples if self.dataset is None else self.dataset
        if source is None:
            raise ConfigurationError("loader.dataset", None, "Give it a dataset, or pass examples.")
        if examples is source and self.workers and examples.inputs.device.type != "cpu":
            raise ConfigurationError(
                "loader.workers", self.workers, "Leave the examples on the CPU, or use 0 workers."
            )
        if self.workers and multiprocessing.current_process().daemon:
            raise ConfigurationError(
                "loader.workers",
                self.workers,
                "Use 0 workers here.",
                "This process is a daemon, and Python lets daemons start no processes.",
            )
        return OpenLoader(self, source)

    def batches(
        self,
        order: Tensor,
        batch_size: int,
        *,
        examples: Examples | None = None,
        drop_last: bool = False,
        seed: int = 0,
        epoch: int = 0,
    ) -> Iterator[Batch]:
        """The batches of one epoch: see `OpenLoader.batches`. Its workers end with it."""
        opened = self.open(examples)
        return opened.batches(order, batch_size, drop_last=drop_last, seed=seed, epoch=epoch)


class OpenLoader:
    """A loader with its dataset, and its workers where they persist."""

    def __init__(self, settings: Loader, source: TorchDataset[Any] | Examples) -> None:
        import torch

        self._plan: list[list[int]] = []
        # A DataLoader draws a seed for each epoch from torch's global generator unless given one.
        self._random = torch.Generator()
        self._samples = len(source)  # type: ignore[arg-type]
        # More workers than cores is a thing to measure, not to be warned of.
        with quietly():
            self._loader = _data_loader(settings, source, self._plan, self._random)

    def batches(
        self,
        order: Tensor,
        batch_size: int,
        *,
        drop_last: bool = False,
        seed: int = 0,
        epoch: int = 0,
    ) -> Iterator[Batch]:
        """Batches of `batch_size` samples in this order, on the CPU; the last may be smaller.

        `order` are numbers of samples, (n,). What a dataset draws from torch's generator inside a
        worker depends on nothing but seed, epoch, number of workers and how many batches it has
        made in this epoch: a run that goes on in the middle of one draws other numbers there
        (persistent workers go on from where their last epoch ended). Without workers it draws from
        the generators of the run.
        Raises ConfigurationError for a number outside the dataset, or where `collate_fn` returns
        anything but two tensors; the errors of a dataset come as they are.
        """
        from engine.seeding import derive

        at_least("batch_size", batch_size, 1)
        if len(order) and not 0 <= int(order.min()) <= int(order.max()) < self._samples:
            raise ConfigurationError(
                "order",
                f"{int(order.min())} … {int(order.max())}",
                f"The dataset has the numbers 0 to {self._samples - 1}.",
            )
        chunks = [chunk.tolist() for chunk in order.split(batch_size)]
        if drop_last and chunks and len(chunks[-1]) < batch_size:
            chunks.pop()
        self._plan[:] = chunks
        self._random.manual_seed(derive(seed, "loader", epoch))
        for made in self._loader:
            yield _pair(made)


def _data_loader(
    settings: Loader, source: Any, plan: list[list[int]], random: Any
) -> DataLoader[Any]:
    """The DataLoader that reads `plan`, a list of batches, whenever an epoch starts."""
    import torch
    from torch.utils.data import DataLoader

    return DataLoader(
        source,
        batch_sampler=plan,
        num_workers=settings.workers,
        collate_fn=settings.collate_fn,
        pin_memory=settings.pin_memory and torch.cuda.is_available(),
        generator=random,
        multiprocessing_context=settings.start_method,
        prefetch_factor=settings.prefetch_factor,
        persistent_workers=settings.persistent_workers,
    )


def _pair(made: Any) -> Batch:
    """What was collated, as a batch."""
    from engine.data.text.collate import PaddedBatch

    if isinstance(made, Batch):
        return made
    if isinstance(made, PaddedBatch):
        return Batch(made.tokens, made.targets)
    if isinstance(made, (tuple, list)) and len(made) == 2:
        return Batch(*made)
    raise ConfigurationError(
        "loader.collate_fn", type(made).__name__, "Return inputs and targets, as a pair."
    )
