"""Data sets: right shapes, honest splits, the same for the same seed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
import torch
from data_samples import splits, tensors
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Batch, Dataset, Examples, diabetes, digits, moons

MAKERS = [digits, diabetes, moons]


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_seed_gives_the_same_tensors(make: Callable[..., Dataset]) -> None:
    first, again, other = make(seed=3), make(seed=3), make(seed=4)
    assert all(torch.equal(a, b) for a, b in zip(tensors(first), tensors(again), strict=True))
    assert not torch.equal(first.train.inputs, other.train.inputs)


@pytest.mark.parametrize("make", MAKERS)
def test_the_global_random_state_is_neither_used_nor_changed(
    make: Callable[..., Dataset],
) -> None:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = make(seed=0)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert torch.equal(first.train.inputs, make(seed=0).train.inputs)


@pytest.mark.parametrize(("make", "size"), [(digits, 1797), (diabetes, 442)])
def test_no_example_is_in_two_splits_and_none_is_lost(
    make: Callable[..., Dataset], size: int
) -> None:
    """Two seeds split the same rows differently, so that both hold each row exactly once."""

    def ranks(data: Dataset) -> torch.Tensor:
        # Standardised values depend on the split, their order within a column does not.
        inputs = torch.cat([part.inputs for part in splits(data)]).double()
        dense = [column.unique(return_inverse=True)[1] for column in inputs.T]
        return torch.stack(sorted(torch.stack(dense, dim=1), key=lambda row: row.tolist()))

    first, other = make(seed=0), make(seed=5)
    assert sum(len(part) for part in splits(first)) == size
    assert torch.equal(ranks(first), ranks(other))


def test_digits() -> None:
    data = digits()
    assert data.image_shape == (8, 8)
    assert data.classes == tuple("0123456789")
    for part, share in zip(splits(data), (0.6, 0.2, 0.2), strict=True):
        assert part.inputs.shape == (len(part), 64)
        assert part.inputs.dtype == torch.float32
        assert part.targets.shape == (len(part),)
        assert part.targets.dtype == torch.int64
        assert len(part) / 1797 == pytest.approx(share, abs=0.005)
        assert part.inputs.min() >= 0
        assert part.inputs.max() <= 1
    assert data.train.inputs.max() == 1


def test_digits_are_split_by_class() -> None:
    data = digits()
    counts = torch.stack([part.targets.bincount(minlength=10) for part in splits(data)])
    shares = counts / counts.sum(dim=0)
    expected = torch.tensor([[0.6], [0.2], [0.2]]).expand(3, 10)
    torch.testing.assert_close(shares, expected, atol=0.01, rtol=0)


def test_digits_come_mixed() -> None:
    targets = digits().train.targets
    assert (targets[1:] == targets[:-1]).float().mean() < 0.2


def test_digits_as_images_are_the_same_digits() -> None:
    flat, images = digits(), digits(flat=False)
    assert images.train.inputs.shape == (len(images.train), 1, 8, 8)
    assert torch.equal(images.train.inputs.flatten(1), flat.train.inputs)


def test_diabetes() -> None:
    data = diabetes()
    assert data.features[2:4] == ("bmi", "bp")
    assert data.classes == ()
    for part, share in zip(splits(data), (0.6, 0.2, 0.2), strict=True):
        assert part.inputs.shape == (len(part), 10)
        assert part.targets.shape == (len(part), 1)
        assert part.inputs.dtype == part.targets.dtype == torch.float32
        assert len(part) / 442 == pytest.approx(share, abs=0.005)


def test_diabetes_is_standardised_by_the_training_split_only() -> None:
    data = diabetes()
    for values in (data.train.inputs, data.train.targets):
        torch.testing.assert_close(values.mean(0), torch.zeros(values.shape[1]), atol=1e-5, rtol=0)
        torch.testing.assert_close(values.std(0, correction=0), torch.ones(values.shape[1]))
    assert not torch.allclose(data.validation.inputs.mean(0), torch.zeros(10), atol=1e-3)


def test_diabetes_with_two_features_is_two_columns_of_all() -> None:
    everything_, two = diabetes(), diabetes(features=("bp", "bmi"))
    assert two.features == ("bp", "bmi")
    assert torch.equal(two.train.inputs, everything_.train.inputs[:, [3, 2]])
    assert torch.equal(two.train.targets, everything_.train.targets)


def test_diabetes_knows_its_columns() -> None:
    with pytest.raises(ValueError, match=r"weight.*bmi"):
        diabetes(features=("weight",))


def test_diabetes_can_be_learnt_from() -> None:
    """Body mass index is known to go with progression: correlation about 0.6."""
    data = diabetes(features=("bmi",))
    correlation = (data.train.inputs * data.train.targets).mean().item()
    assert 0.45 < correlation < 0.75


@given(n=st.integers(8, 500), noise=st.floats(0, 1), seed=st.integers(0, 2**32))
@settings(deadline=None)
def test_moons_of_any_size(n: int, noise: float, seed: int) -> None:
    data = moons(n=n, noise=noise, seed=seed)
    assert len(data.train) + len(data.validation) == n
    for part in (data.train, data.validation):
        assert part.inputs.shape == (len(part), 2)
        assert part.inputs.dtype == torch.float32
        assert part.targets.dtype == torch.int64
        counts = part.targets.bincount(minlength=2)
        assert counts.min() > 0
        assert counts.max() - counts.min() <= 1


def test_moons_without_noise_lie_on_their_half_circles() -> None:
    train = moons(n=400, noise=0.0).train
    upper, lower = train.inputs[train.targets == 0], train.inputs[train.targets == 1]
    ones = torch.ones(len(upper))
    torch.testing.assert_close(upper.norm(dim=1), ones)
    assert upper[:, 1].min() >= 0
    centre = torch.tensor([1.0, 0.5])
    torch.testing.assert_close((lower - centre).norm(dim=1), torch.ones(len(lower)))
    assert lower[:, 1].max() <= 0.5


def test_the_noise_of_moons_has_the_chosen_size() -> None:
    clean, noisy = moons(n=4000, noise=0.0), moons(n=4000, noise=0.3)
    spread = (noisy.train.inputs - clean.train.inputs).std().item()
    assert spread == pytest.approx(0.3, rel=0.05)


def test_too_few_moons() -> None:
    with pytest.raises(ValueError, match="at least 8"):
        moons(n=7)


def test_moving_keeps_everything_else() -> None:
    data = digits()
    moved = data.to("meta")
    assert all(tensor.device.type == "meta" for tensor in tensors(moved))
    assert (moved.name, moved.classes, moved.image_shape) == ("digits", data.classes, (8, 8))
    assert diabetes(features=("bmi",)).to("meta").features == ("bmi",)
    assert moons().to("meta").test is None
    assert data.to("cpu").train.inputs is data.train.inputs
    batch = Batch(data.train.inputs[:5], data.train.targets[:5]).to("meta")
    assert batch.inputs.device.type == batch.targets.device.type == "meta"


def test_splits_by_name() -> None:
    data = moons()
    assert data.split("train") is data.train
    assert data.split("validation") is data.validation
    for name in ("test", "training"):
        with pytest.raises(KeyError, match=name):
            data.split(name)


def test_examples_need_one_target_each() -> None:
    with pytest.raises(ValueError, match="3 inputs but 2 targets"):
        Examples(torch.zeros(3, 2), torch.zeros(2))


@pytest.mark.parametrize(
    "module",
    [
        "engine.data",
        "engine.surfaces",
        "engine.probes",
        "engine.schedules",
        "engine.optim.from_scratch",
    ],
)
def test_importing_loads_no_torch(module: str) -> None:
    code = (
        f"import sys, {module}; print(sorted({{'torch', 'sklearn', 'numpy'}} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
