"""K-fold cross-validation: every example validates once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples, are_classes
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor


def folds(
    data: Dataset,
    k: int,
    *,
    seed: int = 0,
    stratified: bool | None = None,
    prepare: Callable[[Dataset], Dataset] | None = None,
) -> tuple[Dataset, ...]:
    """`k` data sets; each validates on another one of `k` parts and trains on the rest.

    What is divided are training and validation examples together; the test split is in no fold
    and the same in all. `stratified` gives every part the same proportion of classes; None does so
    where targets are class numbers. `prepare` is applied to each fold on its own: with
    `standardised` the statistics are those of the fold's training examples, so that nothing leaks
    from its validation part; inputs that were standardised before come out as if they had not been.

    scikit-learn's `KFold` and `StratifiedKFold` with `shuffle=True` choose the members but return
    their numbers in rising order: data that come sorted stay sorted, so shuffle in training. Raises
    ConfigurationError for less than 2 folds, or where a part or a class is too small for k.
    """
    at_least("folds.k", k, 2)
    import torch
    from sklearn.model_selection import KFold, StratifiedKFold

    from engine.seeding import derive

    inputs = torch.cat([data.train.inputs, data.validation.inputs])
    targets = torch.cat([data.train.targets, data.validation.targets])
    by_class = are_classes(targets) if stratified is None else stratified
    _check(targets, k, by_class)
    numbers = targets.cpu().numpy()
    # scikit-learn takes seeds of 32 bits.
    make = StratifiedKFold if by_class else KFold
    divide = make(k, shuffle=True, random_state=derive(seed, "folds") % 2**32)

    def part(rows: np.ndarray) -> Examples:
        chosen = torch.as_tensor(rows)
        return Examples(inputs[chosen], targets[chosen])

    made = tuple(
        replace(data, train=part(train), validation=part(validation))
        for train, validation in divide.split(numbers, numbers)
    )
    return made if prepare is None else tuple(prepare(fold) for fold in made)


def _check(targets: Tensor, k: int, by_class: bool) -> None:
    """Raise ConfigurationError where there is too little for `k` parts."""
    if k > len(targets):
        raise ConfigurationError("folds.k", k, f"Give a number up to {len(targets)}, the examples.")
    if not by_class:
        return
    if not are_classes(targets):
        raise ConfigurationError(
            "folds.stratified", True, "Leave it out: these targets are not class numbers."
        )
    rarest = int(targets.unique(return_counts=True)[1].min())
    if k > rarest:
        raise ConfigurationError(
            "folds.k",
            k,
            f"Give a number up to {rarest}, or stratified=False.",
            f"The rarest class has {rarest} examples, and every fold needs one.",
        )
