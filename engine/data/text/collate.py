"""Batches of sequences of different lengths, for a `torch.utils.data.DataLoader`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from engine.data.base import Examples
from engine.data.splits import generator
from engine.errors import at_least

if TYPE_CHECKING:
    from torch import Tensor


class PaddedBatch(NamedTuple):
    """Sequences side by side, and how much of each is real."""

    tokens: Tensor
    """(n, longest), int64; 0 is padding."""
    lengths: Tensor
    """(n,), int64: real tokens of each sequence."""
    targets: Tensor
    """(n,), int64."""


class VariableLength:
    """Sequences as long as they are, each with a class: a map-style data set for a DataLoader.

    Index i gives (tokens (length,), target), both int64 tensors. `__len__` and `__getitem__` are
    all that `torch.utils.data` asks of a data set.
    """

    def __init__(self, rows: Sequence[Sequence[int]], targets: Sequence[int]) -> None:
        """Raises ValueError where the counts differ."""
        if len(rows) != len(targets):
            raise ValueError(f"{len(rows)} sequences but {len(targets)} targets")
        self._rows = [list(row) for row in rows]
        self._targets = list(targets)

    @classmethod
    def of(cls, examples: Examples) -> VariableLength:
        """From inputs (n, length) and targets (n,): the padding at the end is taken off."""
        rows: list[list[int]] = examples.inputs.tolist()
        for row in rows:
            while row and row[-1] == 0:
                row.pop()
        return cls(rows, examples.targets.tolist())

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        import torch

        row = torch.tensor(self._rows[index], dtype=torch.int64)
        return row, torch.tensor(self._targets[index])

    @property
    def lengths(self) -> tuple[int, ...]:
        """Tokens of every sequence."""
        return tuple(map(len, self._rows))


def pad_batch(samples: Sequence[tuple[Tensor, Tensor]]) -> PaddedBatch:
    """A `collate_fn`: pad to the longest of this batch, and say how long each one was.

    The default one cannot stack tensors of different lengths.
    """
    import torch
    from torch.nn.utils.rnn import pad_sequence

    rows = [row for row, _ in samples]
    return PaddedBatch(
        tokens=pad_sequence(rows, batch_first=True, padding_value=0),
        lengths=torch.tensor([len(row) for row in rows]),
        targets=torch.stack([target for _, target in samples]),
    )


class BucketBatches:
    """A `batch_sampler` that puts sequences of like length together, so that little is padded.

    Each epoch is shuffled, cut into pieces of `pool` batches, sorted by length within a piece,
    cut into batches, and the batches are shuffled. Every example occurs once an epoch; the order
    is a pure function of (seed, epoch).
    """

    def __init__(
        self, lengths: Sequence[int], batch_size: int, *, seed: int = 0, pool: int = 20
    ) -> None:
        """`lengths` of all examples, by index."""
        at_least("batch_size", batch_size, 1)
        at_least("pool", pool, 1)
        self._lengths = tuple(lengths)
        self._batch_size, self._pool = batch_size, pool
        self._seed, self._epoch = seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the order; without it every epoch has the same."""
        self._epoch = epoch

    def __len__(self) -> int:
        pools, rest = divmod(len(self._lengths), self._batch_size * self._pool)
        return pools * self._pool + -(-rest // self._batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        import torch

        from engine.seeding import derive

        random = generator(derive(self._seed, "buckets", self._epoch))
        order = torch.randperm(len(self._lengths), generator=random).tolist()
        batches = []
        for piece in _pieces(order, self._batch_size * self._pool):
            piece.sort(key=lambda index: self._lengths[index])
            batches += _pieces(piece, self._batch_size)
        for index in torch.randperm(len(batches), generator=random).tolist():
            yield batches[index]


def _pieces(items: list[int], size: int) -> list[list[int]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
