"""What every data set is: tensors, split, with names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import torch
    from torch import Tensor


def are_classes(targets: Tensor) -> bool:
    """Whether targets are class numbers, one for each example."""
    return targets.ndim == 1 and not targets.is_floating_point()


class Batch(NamedTuple):
    """The examples of one step."""

    inputs: Tensor
    """(n, …)"""
    targets: Tensor
    """(n, …)"""

    def to(self, device: torch.device | str) -> Batch:
        """The same batch on that device; nothing is copied where it is there already."""
        return Batch(self.inputs.to(device), self.targets.to(device))


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """One split: inputs and what should come out. Raises ValueError where the counts differ."""

    inputs: Tensor
    """(n, …)"""
    targets: Tensor
    """(n, …), class numbers as int64 or values as floats."""

    def __post_init__(self) -> None:
        if len(self.inputs) != len(self.targets):
            raise ValueError(f"{len(self.inputs)} inputs but {len(self.targets)} targets")

    def __len__(self) -> int:
        return len(self.inputs)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """One example: with `__len__` this is all that a `torch.utils.data.Dataset` needs."""
        return self.inputs[index], self.targets[index]

    def to(self, device: torch.device | str) -> Examples:
        """The same examples on that device; nothing is copied where they are there already."""
        return Examples(self.inputs.to(device), self.targets.to(device))


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Examples to learn from, examples to choose by, and examples kept for the end."""

    name: str
    train: Examples
    validation: Examples
    test: Examples | None = None
    classes: tuple[str, ...] = ()
    """Names of the classes, by class number; empty for a regression."""
    image_shape: tuple[int, int] | None = None
    """Height and width, where each input is an image."""
    features: tuple[str, ...] = ()
    """Names of the columns of the inputs, where they have names."""
    tokens: tuple[str, ...] = ()
    """What each token number stands for, where inputs are token numbers; 0 is padding."""

    def split(self, name: str) -> Examples:
        """`train`, `validation` or `test`. Raises KeyError for another name or an absent split."""
        splits = {"train": self.train, "validation": self.validation, "test": self.test}
        examples = splits[name]
        if examples is None:
            raise KeyError(name)
        return examples

    def to(self, device: torch.device | str) -> Dataset:
        """The same data set with every split on that device."""
        return Dataset(
            self.name,
            self.train.to(device),
            self.validation.to(device),
            None if self.test is None else self.test.to(device),
            self.classes,
            self.image_shape,
            self.features,
            self.tokens,
        )


class Order(Protocol):
    """Which training examples an epoch meets, and in which order: a pure function."""

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:
        """Numbers of the examples, (n,), int64, on the CPU. Draws from no global generator."""
        ...


class Augmentation(Protocol):
    """Changes a training batch at random, on its own device."""

    def __call__(self, batch: Batch, random: torch.Generator) -> Batch:
        """A new batch; the old one is not touched. Every random number comes from `random`."""
        ...
