"""Which examples an epoch meets, and in which order.

Each order is a pure function of (seed, epoch): resumed, repeated or looked at from elsewhere, an
epoch is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.data.base import are_classes
from engine.data.splits import generator
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from engine.data.base import Examples, Order


@dataclass(frozen=True, slots=True)
class Shuffled:
    """All examples once, in another order every epoch: the default."""

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:
        """A permutation, (n,)."""
        from engine import seeding

        return seeding.order(seed, epoch, len(examples))


@dataclass(frozen=True, slots=True)
class Sequential:
    """All examples once, as they lie: a batch of sorted data holds one class."""

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:  # noqa: ARG002
        """0, 1, … n − 1."""
        import torch

        return torch.arange(len(examples))


@dataclass(frozen=True, slots=True)
class Weighted:
    """Examples drawn by the weight of their class, as `WeightedRandomSampler` draws.

    With the weights 1/count (the default) every class is drawn equally often. With replacement,
    an example may come several times in an epoch and another not at all.
    """

    weights: tuple[float, ...] | None = None
    """Weight of one example of each class, by class number; None: 1 / (examples of the class)."""
    samples: int | None = None
    """Draws in an epoch; None: as many as there are examples."""
    replacement: bool = True
    """Whether an example may be drawn again."""

    def __post_init__(self) -> None:
        if self.samples is not None:
            at_least("Weighted.samples", self.samples, 1)
        for weight in self.weights or ():
            at_least("Weighted.weights", weight, 0)

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:
        """Drawn numbers, (samples,). Raises ConfigurationError for targets without classes."""
        import torch

        weights = self._of_examples(examples)
        samples = len(examples) if self.samples is None else self.samples
        possible = len(weights) if self.replacement else int((weights > 0).sum())
        if samples > possible and not self.replacement:
            raise ConfigurationError(
                "Weighted.samples",
                samples,
                "Use replacement=True, or fewer samples.",
                f"{possible} examples have a weight above 0.",
            )
        return torch.multinomial(
            weights, samples, self.replacement, generator=_generator(seed, epoch)
        )

    def _of_examples(self, examples: Examples) -> Tensor:
        """The weight of each example, (n,), float64."""
        import torch

        labels = _labels(examples, "Weighted")
        counts = labels.bincount()
        if self.weights is None:
            return counts.double().reciprocal()[labels]
        if len(self.weights) < len(counts):
            raise ConfigurationError(
                "Weighted.weights", self.weights, f"Give {len(counts)} weights, one for each class."
            )
        weights = torch.tensor(self.weights, dtype=torch.float64)[labels]
        if not weights.sum() > 0:
            raise ConfigurationError(
                "Weighted.weights", self.weights, "Give a class that has examples a weight above 0."
            )
        return weights


@dataclass(frozen=True, slots=True)
class Balanced:
    """Classes in turn: any K consecutive examples, from a multiple of K on, hold each class once.

    K is the number of classes. Each gives ⌈n/K⌉ examples to an epoch: a rare class starts over as
    often as it has to, every time in another order; of a frequent one some are left out.
    """

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:
        """(K ⌈n/K⌉,). Raises ConfigurationError for targets that are not class numbers."""
        import torch

        labels = _labels(examples, "Balanced")
        random = _generator(seed, epoch)
        classes = labels.unique()
        each = -(-len(labels) // len(classes))
        columns = []
        for number in classes:
            members = (labels == number).nonzero().flatten()
            passes = -(-each // len(members))
            turns = [members[torch.randperm(len(members), generator=random)] for _ in range(passes)]
            columns.append(torch.cat(turns)[:each])
        return torch.stack(columns, dim=1).flatten()


@dataclass(frozen=True, slots=True)
class Sharded:
    """The part of an order that one of several processes takes, as `DistributedSampler` deals it.

    Rank r of w takes the numbers r, r + w, r + 2w, …, so that the batches of all ranks together
    are the batches of one process that is w times as large. All ranks get equally many: where n is
    not divisible by w the order is continued from its start, or cut with `drop_last`.
    """

    rank: int
    """Number of this process, from 0."""
    world: int
    """Number of processes."""
    inner: Order = field(default_factory=Shuffled)
    """The order that is dealt out; the same seed gives all ranks the same one."""
    drop_last: bool = False
    """Leave out the rest that cannot be shared evenly, instead of repeating examples."""
    set_epoch: bool = True
    """False: every epoch has the order of epoch 0, as without a call of `sampler.set_epoch`."""

    def __post_init__(self) -> None:
        at_least("Sharded.world", self.world, 1)
        if not 0 <= self.rank < self.world:
            raise ConfigurationError(
                "Sharded.rank", self.rank, f"Give a number from 0 to {self.world - 1}."
            )

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:
        """This rank's part, (⌈n/w⌉,), or (⌊n/w⌋,) with `drop_last`."""
        order = self.inner.indices(examples, seed, epoch if self.set_epoch else 0)
        n = len(order)
        each = n // self.world if self.drop_last else -(-n // self.world)
        total = each * self.world
        rounds = -(-total // n) if n else 0
        return order.repeat(max(rounds, 1))[self.rank : total : self.world]


def _generator(seed: int, epoch: int) -> torch.Generator:
    """Random numbers that depend on nothing but seed and epoch."""
    from engine import seeding

    return generator(seeding.derive(seed, "order", epoch))


def _labels(examples: Examples, who: str) -> Tensor:
    """Class numbers, (n,), on the CPU. Raises ConfigurationError for other targets."""
    if not are_classes(examples.targets):
        raise ConfigurationError(
            "order", who, "Give data whose targets are class numbers, or another order."
        )
    return examples.targets.cpu()
