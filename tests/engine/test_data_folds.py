"""Cross-validation: every example validates once, and nothing leaks."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.data import (
    Dataset,
    Examples,
    diabetes,
    digits,
    folds,
    iris,
    moons,
    sorted_by_class,
    standardised,
)
from engine.errors import ConfigurationError


def numbered(n: int, classes: int = 0) -> Dataset:
    """Inputs are 0 … n − 1; every third one validates."""
    rows = torch.arange(n)
    targets = rows % classes if classes else rows.float()[:, None]

    def part(chosen: Tensor) -> Examples:
        return Examples(rows[chosen][:, None].float(), targets[chosen])

    names = tuple(str(number) for number in range(classes))
    return Dataset(
        "numbered",
        part(rows % 3 != 0),
        part(rows % 3 == 0),
        part(rows[:0]),
        classes=names,
    )


@settings(max_examples=20, deadline=None)
@given(
    n=st.integers(30, 200),
    k=st.integers(2, 10),
    classes=st.integers(0, 3),
    seed=st.integers(0, 2**62),
)
def test_every_example_validates_exactly_once(n: int, k: int, classes: int, seed: int) -> None:
    data = numbered(n, classes)
    made = folds(data, k, seed=seed)
    assert len(made) == k
    validated = torch.cat([fold.validation.inputs for fold in made]).flatten()
    assert torch.equal(validated.sort().values, torch.arange(n).float())
    for fold in made:
        both = torch.cat([fold.train.inputs, fold.validation.inputs]).flatten()
        assert torch.equal(both.sort().values, torch.arange(n).float())
        expected = fold.train.inputs.long().flatten() % classes if classes else fold.train.inputs
        assert torch.equal(fold.train.targets, expected)
        assert fold.test is data.test
        if classes:
            counts = fold.validation.targets.bincount(minlength=classes)
            assert counts.max() - counts.min() <= 1


def test_the_members_are_those_of_scikit_learn() -> None:
    from sklearn.model_selection import KFold

    from engine.seeding import derive

    data = numbered(50)
    everything = torch.cat([data.train.inputs, data.validation.inputs])
    twin = KFold(4, shuffle=True, random_state=derive(9, "folds") % 2**32)
    for fold, (train, validation) in zip(
        folds(data, 4, seed=9), twin.split(everything), strict=True
    ):
        assert torch.equal(fold.train.inputs, everything[train])
        assert torch.equal(fold.validation.inputs, everything[validation])


def test_sizes_of_the_folds_of_1797() -> None:
    sizes = [len(fold.validation) for fold in folds(numbered(1797), 5)]
    assert sizes == [360, 360, 359, 359, 359]


def test_a_fold_depends_on_the_seed_and_not_on_the_global_state() -> None:
    import numpy as np

    torch.manual_seed(1)
    before, numpy_before = torch.get_rng_state(), np.random.get_state()[1].copy()
    first, again, other = folds(iris(), 5), folds(iris(), 5), folds(iris(), 5, seed=1)
    assert torch.equal(torch.get_rng_state(), before)
    assert (np.random.get_state()[1] == numpy_before).all()
    assert torch.equal(first[0].train.inputs, again[0].train.inputs)
    assert not torch.equal(first[0].train.inputs, other[0].train.inputs)


def test_sorted_data_stay_sorted_in_a_fold() -> None:
    """So that a fold read unshuffled shows one class after the other."""
    data = sorted_by_class(iris())
    whole = Dataset("sorted", data.train, Examples(data.train.inputs[:0], data.train.targets[:0]))
    for fold in folds(whole, 5):
        targets = fold.train.targets
        assert torch.equal(targets, targets.sort().values)


def test_statistics_are_those_of_each_fold() -> None:
    raw = iris(standardise=False)
    for fold in folds(raw, 5, prepare=standardised):
        inputs = fold.train.inputs
        torch.testing.assert_close(inputs.mean(0), torch.zeros(4), atol=1e-5, rtol=0)
        torch.testing.assert_close(inputs.std(0, correction=0), torch.ones(4))
    leaked = folds(iris(), 5)[0].train.inputs
    assert leaked.mean(0).abs().max() > 1e-3
    mended = folds(iris(), 5, prepare=standardised)[0].validation.inputs
    torch.testing.assert_close(
        mended, folds(raw, 5, prepare=standardised)[0].validation.inputs, atol=1e-5, rtol=1e-5
    )


def test_images_and_sets_without_a_test_split() -> None:
    fold = folds(digits(flat=False), 3)[0]
    assert fold.train.inputs.shape[1:] == (1, 8, 8)
    assert fold.image_shape == (8, 8)
    assert folds(moons(), 3)[0].test is None


def test_what_cannot_be_folded() -> None:
    with pytest.raises(ConfigurationError, match="at least 2"):
        folds(iris(), 1)
    with pytest.raises(ConfigurationError, match="120, the examples"):
        folds(iris(), 121, stratified=False)
    with pytest.raises(ConfigurationError, match="up to 40, or stratified=False"):
        folds(iris(), 41)
    assert len(folds(iris(), 41, stratified=False)) == 41
    with pytest.raises(ConfigurationError, match="not class numbers"):
        folds(diabetes(), 5, stratified=True)
