"""Functions from data set to data set: exactly what they say, and the old one stays as it was."""

from __future__ import annotations

import math

import pytest
import torch
from data_samples import splits
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.augment import Noise, Shift
from engine.data import (
    Dataset,
    Examples,
    as_images,
    augmented,
    diabetes,
    digits,
    flattened,
    imbalanced,
    iris,
    min_max_scaled,
    moons,
    normalised,
    one_hot,
    only_classes,
    resized,
    shifted,
    sorted_by_class,
    standardised,
    subset,
    with_label_noise,
    with_shuffled_labels,
)
from engine.errors import ConfigurationError

few = settings(max_examples=25, deadline=None)


def small(seed: int = 0, classes: int = 3, n: int = 60) -> Dataset:
    """Random classes; the first input of each example is its number."""
    random = torch.Generator().manual_seed(seed)

    def part(count: int) -> Examples:
        inputs = torch.rand(count, 4, generator=random)
        inputs[:, 0] = torch.arange(count)
        return Examples(inputs, torch.arange(count) % classes)

    names = tuple("abcdefgh"[:classes])
    return Dataset("small", part(n), part(20), part(20), classes=names)


def same(a: Examples, b: Examples) -> bool:
    return torch.equal(a.inputs, b.inputs) and torch.equal(a.targets, b.targets)


@few
@given(
    amount=st.floats(0, 1),
    classes=st.integers(2, 8),
    n=st.integers(1, 100),
    seed=st.integers(0, 2**40),
)
def test_label_noise_makes_exactly_the_share_wrong(
    amount: float, classes: int, n: int, seed: int
) -> None:
    data = small(classes=classes, n=n)
    noisy = with_label_noise(data, amount, seed=seed)
    wrong = noisy.train.targets != data.train.targets
    assert int(wrong.sum()) == round(amount * n)
    assert noisy.train.targets.min() >= 0
    assert noisy.train.targets.max() < classes
    assert torch.equal(data.train.targets, torch.arange(n) % classes)
    assert same(noisy.validation, data.validation)
    assert torch.equal(noisy.train.targets, with_label_noise(data, amount, seed=seed).train.targets)


def test_wrong_labels_are_spread_over_all_other_classes() -> None:
    data = small(classes=4, n=12000)
    noisy = with_label_noise(data, 1.0, splits=("train", "test"))
    table = torch.zeros(4, 4)
    for true, given_ in zip(data.train.targets, noisy.train.targets, strict=True):
        table[true, given_] += 1 / 3000
    expected = (1 - torch.eye(4)) / 3
    torch.testing.assert_close(table, expected, atol=0.04, rtol=0)
    assert data.test is not None
    assert noisy.test is not None
    assert (noisy.test.targets != data.test.targets).all()


def test_shuffled_labels_keep_their_counts_and_lose_the_inputs() -> None:
    data = digits()
    scrambled = with_shuffled_labels(data)
    assert torch.equal(scrambled.train.targets.bincount(), data.train.targets.bincount())
    agreement = (scrambled.train.targets == data.train.targets).float().mean().item()
    assert agreement == pytest.approx(0.1, abs=0.03)
    assert same(scrambled.validation, data.validation)


@few
@given(n=st.integers(1, 60), seed=st.integers(0, 2**40))
def test_a_subset_has_its_size_and_the_shares_of_the_classes(n: int, seed: int) -> None:
    data = small()
    part = subset(data, n, seed=seed)
    assert len(part.train) == n
    numbers = part.train.inputs[:, 0].long()
    assert len(numbers.unique()) == n
    assert torch.equal(data.train.inputs[numbers], part.train.inputs)
    assert torch.equal(data.train.targets[numbers], part.train.targets)
    counts = part.train.targets.bincount(minlength=3)
    assert counts.max() - counts.min() <= 1
    assert same(part.validation, data.validation)


def test_fifty_digits_are_five_of_each_and_come_mixed() -> None:
    part = subset(digits(), 50)
    counts = part.train.targets.bincount()
    assert counts.max() - counts.min() <= 1
    assert (part.train.targets[1:] == part.train.targets[:-1]).float().mean() < 0.4
    assert len(subset(diabetes(), 30).train) == 30
    for n in (0, 1079):
        with pytest.raises(ConfigurationError, match=r"subset\.n"):
            subset(digits(), n)


def test_classes_made_rare() -> None:
    data = small(n=300)
    rare = imbalanced(data, (1.0, 0.2, 0.0))
    assert rare.train.targets.bincount().tolist() == [100, 20, 1]
    numbers = rare.train.inputs[:, 0].long()
    assert torch.equal(numbers % 3, rare.train.targets)
    assert len(numbers.unique()) == len(numbers)
    assert same(rare.validation, data.validation)
    everywhere = imbalanced(data, (1.0, 0.5, 0.5), splits=("train", "validation", "test"))
    assert everywhere.validation.targets.bincount().tolist() == [7, 4, 3]
    with pytest.raises(ConfigurationError, match="3 classes"):
        imbalanced(data, (1.0, 0.5))
    with pytest.raises(ConfigurationError, match="from 0 to 1"):
        imbalanced(data, (1.0, 0.5, 2.0))


def test_only_some_classes() -> None:
    data = digits()
    pair = only_classes(data, ("8", "3"))
    assert pair.classes == ("8", "3")
    for old, new in zip(splits(data), splits(pair), strict=True):
        assert len(new) == int(((old.targets == 8) | (old.targets == 3)).sum())
        assert torch.equal(new.inputs[new.targets == 0], old.inputs[old.targets == 8])
        assert torch.equal(new.inputs[new.targets == 1], old.inputs[old.targets == 3])
    with pytest.raises(ConfigurationError, match="'eight'"):
        only_classes(data, ("eight",))


def test_sorted_by_class() -> None:
    data = digits()
    ordered = sorted_by_class(data)
    assert torch.equal(ordered.train.targets, data.train.targets.sort().values)
    assert torch.equal(
        ordered.train.inputs[ordered.train.targets == 4], data.train.inputs[data.train.targets == 4]
    )


def test_standardised_over_features_channels_and_all() -> None:
    data = small()
    per_feature = standardised(data)
    known = data.train.inputs
    torch.testing.assert_close(
        per_feature.validation.inputs,
        (data.validation.inputs - known.mean(0)) / known.std(0, correction=0),
    )
    everything = standardised(data, over="all").train.inputs
    assert everything.mean().item() == pytest.approx(0, abs=1e-5)
    assert everything.std(correction=0).item() == pytest.approx(1, abs=1e-5)
    assert everything.std(0).max() > 10 * everything.std(0).min()
    random = torch.Generator().manual_seed(0)
    pictures = Examples(torch.rand(9, 3, 4, 5, generator=random), torch.zeros(9).long())
    images = Dataset("pictures", pictures, pictures, classes=("x",), image_shape=(4, 5))
    channels = standardised(images, over="channel").train.inputs
    torch.testing.assert_close(channels.mean((0, 2, 3)), torch.zeros(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(channels.std((0, 2, 3), correction=0), torch.ones(3))
    for over, remedy in (("channel", "images"), ("row", "There are")):
        with pytest.raises(ConfigurationError, match=remedy):
            standardised(data, over=over)  # type: ignore[arg-type]


@few
@given(factor=st.floats(0.01, 100), offset=st.floats(-100, 100))
def test_standardising_undoes_any_earlier_scale(factor: float, offset: float) -> None:
    data = iris(standardise=False)
    moved = Dataset(
        "moved",
        Examples(data.train.inputs.double() * factor + offset, data.train.targets),
        Examples(data.validation.inputs.double() * factor + offset, data.validation.targets),
    )
    torch.testing.assert_close(
        standardised(moved).validation.inputs.float(),
        standardised(data).validation.inputs,
        atol=1e-4,
        rtol=1e-4,
    )


def test_targets_of_a_regression_are_standardised_on_request() -> None:
    data = diabetes()
    stretched = Dataset(
        "stretched",
        Examples(data.train.inputs, 50 * data.train.targets + 150),
        Examples(data.validation.inputs, 50 * data.validation.targets + 150),
    )
    assert torch.equal(standardised(stretched).train.targets, stretched.train.targets)
    again = standardised(stretched, targets=True)
    torch.testing.assert_close(
        again.validation.targets, data.validation.targets, atol=1e-5, rtol=1e-5
    )
    with pytest.raises(ConfigurationError, match="classification"):
        standardised(iris(), targets=True)


def test_min_max_and_given_statistics() -> None:
    scaled = min_max_scaled(iris(standardise=False))
    assert scaled.train.inputs.amin(0).tolist() == [0, 0, 0, 0]
    assert scaled.train.inputs.amax(0).tolist() == [1, 1, 1, 1]
    constant = min_max_scaled(digits())
    assert constant.train.inputs.isfinite().all()
    random = torch.Generator().manual_seed(0)
    pictures = Examples(torch.rand(9, 3, 4, 5, generator=random), torch.zeros(9).long())
    images = Dataset("pictures", pictures, pictures, classes=("x",), image_shape=(4, 5))
    moved = normalised(images, (0.1, 0.2, 0.3), (1.0, 2.0, 4.0)).validation.inputs
    torch.testing.assert_close(moved[:, 2], (pictures.inputs[:, 2] - 0.3) / 4)
    with pytest.raises(ConfigurationError, match="3 numbers"):
        normalised(images, (0.1307,), (0.3081,))
    with pytest.raises(ConfigurationError, match="above 0"):
        normalised(images, (0.1, 0.2, 0.3), (1.0, 0.0, 4.0))


def test_the_red_of_cifar_after_the_statistics_of_mnist() -> None:
    """Red has mean 0.4914 there: (0.4914 − 0.1307) / 0.3081 = 1.17."""
    red = Examples(torch.full((2, 1, 1, 1), 0.4914), torch.zeros(2).long())
    moved = normalised(Dataset("red", red, red), (0.1307,), (0.3081,))
    assert moved.train.inputs[0].item() == pytest.approx(1.17, abs=0.005)


def test_one_hot() -> None:
    data = one_hot(small())
    for part, old in zip(splits(data), splits(small()), strict=True):
        assert part.targets.shape == (len(part), 3)
        assert part.targets.dtype == torch.float32
        assert torch.equal(part.targets.argmax(1), old.targets)
        assert (part.targets.sum(1) == 1).all()


@pytest.mark.parametrize(
    "change",
    [
        one_hot,
        sorted_by_class,
        lambda data: with_label_noise(data, 0.1),
        lambda data: only_classes(data, ("a",)),
        lambda data: imbalanced(data, ()),
    ],
)
def test_a_regression_has_no_classes(change: object) -> None:
    with pytest.raises(ConfigurationError, match="class numbers"):
        change(diabetes())  # type: ignore[operator]


def test_label_noise_needs_a_share_and_two_classes() -> None:
    for amount in (-0.1, 1.1, math.nan):
        with pytest.raises(ConfigurationError, match="amount"):
            with_label_noise(digits(), amount)
    with pytest.raises(ConfigurationError, match="2 classes"):
        with_label_noise(small(classes=1), 0.1)
    with pytest.raises(ConfigurationError, match="Did you mean 'validation'"):
        with_label_noise(digits(), 0.1, splits=("validaton",))


def test_images_and_rows_of_numbers() -> None:
    flat, images = digits(), digits(flat=False)
    assert same(as_images(flat).train, images.train)
    assert same(as_images(images).train, images.train)
    assert same(flattened(images).train, flat.train)
    with pytest.raises(ConfigurationError, match="images"):
        as_images(iris())


def test_resized_digits() -> None:
    data = resized(digits(flat=False), 28, 28)
    assert data.image_shape == (28, 28)
    assert data.train.inputs.shape[1:] == (1, 28, 28)
    assert data.test is not None
    assert data.test.inputs.shape[1:] == (1, 28, 28)
    shrunk = resized(data, 8, 8).train.inputs
    torch.testing.assert_close(
        shrunk.mean((1, 2, 3)), digits(flat=False).train.inputs.mean((1, 2, 3)), atol=0.02, rtol=0
    )
    torch.testing.assert_close(
        resized(digits(flat=False), 8, 8).train.inputs, digits(flat=False).train.inputs
    )
    with pytest.raises(ConfigurationError, match="as_images"):
        resized(digits(), 28, 28)


def test_shifted_digits_moved_by_one_or_two_pixels_in_the_test_split_only() -> None:
    data = digits(flat=False)
    moved = shifted(data)
    assert data.test is not None
    assert moved.test is not None
    assert same(moved.train, data.train)
    padded = torch.nn.functional.pad(data.test.inputs, (2, 2, 2, 2))
    steps = [(y, x) for y in range(-2, 3) for x in range(-2, 3) if (y, x) != (0, 0)]
    matches = torch.stack(
        [
            (padded[:, :, 2 - y : 10 - y, 2 - x : 10 - x] == moved.test.inputs).flatten(1).all(1)
            for y, x in steps
        ]
    )
    assert matches.any(0).all()
    assert not torch.equal(moved.test.inputs, data.test.inputs)
    with pytest.raises(ConfigurationError, match="as_images"):
        shifted(digits())


def test_augmented_once_for_good() -> None:
    data = digits(flat=False)
    cached = augmented(data, Shift(1), seed=3)
    assert not torch.equal(cached.train.inputs, data.train.inputs)
    assert same(cached.train, augmented(data, Shift(1), seed=3).train)
    assert not torch.equal(cached.train.inputs, augmented(data, Shift(1), seed=4).train.inputs)
    assert same(cached.validation, data.validation)
    noisy = augmented(moons(), Noise(0.1), splits=("validation",))
    assert noisy.test is None
    assert same(noisy.train, moons().train)
    assert not torch.equal(noisy.validation.inputs, moons().validation.inputs)


def test_changes_combine() -> None:
    data = one_hot(with_label_noise(subset(digits(), 100), 0.3, seed=1))
    clean = one_hot(subset(digits(), 100))
    assert int((data.train.targets != clean.train.targets).any(1).sum()) == 30
    assert (data.name, data.classes, data.image_shape) == ("digits", digits().classes, (8, 8))


def test_no_change_touches_the_global_random_state() -> None:
    before = torch.get_rng_state()
    data = digits(flat=False)
    for change in (with_shuffled_labels, shifted):
        change(data)  # type: ignore[operator]
    with_label_noise(data, 0.5)
    subset(data, 20)
    imbalanced(data, (0.5,) * 10)
    augmented(data, Shift(2))
    assert torch.equal(torch.get_rng_state(), before)
