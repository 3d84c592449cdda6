"""Fewer examples: some of them, some classes, or some classes less often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples, are_classes
from engine.data.changes.each_split import changed, labels_of
from engine.data.splits import generator
from engine.errors import ConfigurationError, at_least, one_of, share

if TYPE_CHECKING:
    import torch
    from torch import Tensor


def subset(data: Dataset, n: int, *, seed: int = 0) -> Dataset:
    """The same with `n` of its training examples; validation and test stay whole.

    Where targets are class numbers, every class keeps its share as nearly as whole numbers allow.
    The examples come mixed. Raises ConfigurationError for less than 1 example or more than there
    are.
    """
    at_least("subset.n", n, 1)
    train = data.train
    if n > len(train):
        raise ConfigurationError(
            "subset.n", n, f"Give a number up to {len(train)}, the training examples there are."
        )
    import torch

    random = generator(seed)
    if are_classes(train.targets):
        chosen = _by_class(train.targets, n, random)
    else:
        chosen = torch.randperm(len(train), generator=random)[:n]
    return replace(data, train=_rows(train, chosen))


def imbalanced(
    data: Dataset, keep: Sequence[float], *, seed: int = 0, splits: Sequence[str] = ("train",)
) -> Dataset:
    """The same with a share `keep[c]` of the examples of class c, at least one of each.

    Only the training split becomes imbalanced unless others are named in `splits`. Raises
    ConfigurationError where `keep` has another length than there are classes, or a share is
    outside 0 … 1.
    """
    labels_of(data, "imbalanced")
    if len(keep) != len(data.classes):
        raise ConfigurationError(
            "imbalanced.keep", keep, f"Give one share for each of the {len(data.classes)} classes."
        )
    for part in keep:
        share("imbalanced.keep", part, one=True)
    import torch

    random = generator(seed)

    def change(examples: Examples) -> Examples:
        order = torch.randperm(len(examples), generator=random)
        labels = examples.targets[order]
        kept = []
        for number, part in enumerate(keep):
            members = order[labels == number]
            kept.append(members[: max(round(part * len(members)), 1)])
        mixed = torch.cat(kept)
        return _rows(examples, mixed[torch.randperm(len(mixed), generator=random)])

    return changed(data, change, splits)


def only_classes(data: Dataset, names: Sequence[str]) -> Dataset:
    """The same with the examples of these classes only, numbered in this order, in all splits.

    Two of them make a task for binary losses and ROC curves out of any classification. Raises
    ConfigurationError for a class that does not exist.
    """
    labels_of(data, "only_classes")
    for name in names:
        one_of("only_classes.names", name, data.classes)
    import torch

    numbers = torch.tensor([data.classes.index(name) for name in names])

    def change(examples: Examples) -> Examples:
        match = examples.targets[:, None] == numbers  # (n, classes)
        rows = match.any(dim=1).nonzero().flatten()
        return Examples(examples.inputs[rows], match[rows].long().argmax(dim=1))

    return replace(changed(data, change), classes=tuple(names))


def sorted_by_class(data: Dataset) -> Dataset:
    """The same with the training examples in the order of their classes: read it unshuffled.

    So files lie in folders, and so many tables come: a batch then holds one class, and the model
    forgets the others.
    """
    order = labels_of(data, "sorted_by_class").argsort(stable=True)
    return replace(data, train=_rows(data.train, order))


def _rows(examples: Examples, chosen: Tensor) -> Examples:
    return Examples(examples.inputs[chosen], examples.targets[chosen])


def _by_class(labels: Tensor, n: int, random: torch.Generator) -> Tensor:
    """Indices of `n` examples, mixed; each class has its share (largest remainders)."""
    import torch

    numbers, counts = labels.unique(return_counts=True)
    exact = counts * n / len(labels)
    quota = exact.floor().long()
    # Classes whose share was cut most get the examples that are still missing.
    missing = n - int(quota.sum())
    quota[(exact - quota).argsort(descending=True, stable=True)[:missing]] += 1
    chosen = []
    for number, count in zip(numbers, quota.tolist(), strict=True):
        members = (labels == number).nonzero().flatten()
        chosen.append(members[torch.randperm(len(members), generator=random)[:count]])
    mixed = torch.cat(chosen)
    return mixed[torch.randperm(len(mixed), generator=random)]
