"""Batches through a DataLoader are the batches by index, and leave no trace."""

from __future__ import annotations

import multiprocessing
import warnings
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.utils.data import Dataset as TorchDataset

from engine.data import Batch, Examples, Loader, Shuffled, digits, pad_batch
from engine.errors import ConfigurationError


class Squares(TorchDataset[Any]):
    """A custom dataset: a number and its square."""

    def __len__(self) -> int:
        return 10

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return torch.tensor([float(index)]), torch.tensor(float(index**2))


class Noisy(TorchDataset[Any]):
    """Samples that draw from torch's generator of the process they are made in."""

    def __len__(self) -> int:
        return 12

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return torch.rand(2), index


class Ragged(TorchDataset[Any]):
    """Sequences of different length."""

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return torch.ones(index + 1), torch.tensor(index)


def padded(samples: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    rows = torch.nn.utils.rnn.pad_sequence([row for row, _ in samples], batch_first=True)
    return rows, torch.stack([target for _, target in samples])


def three(samples: list[Any]) -> tuple[int, int, int]:
    return 1, 2, 3


def as_batch(samples: list[Any]) -> Batch:
    return Batch(*padded(samples))


def by_index(examples: Examples, order: Tensor, size: int) -> list[Batch]:
    """As the training loop takes batches."""
    inputs = examples.inputs.index_select(0, order).split(size)
    targets = examples.targets.index_select(0, order).split(size)
    return [Batch(*pair) for pair in zip(inputs, targets, strict=True)]


def equal(mine: list[Batch], other: list[Batch]) -> bool:
    return len(mine) == len(other) and all(
        torch.equal(a.inputs, b.inputs) and torch.equal(a.targets, b.targets)
        for a, b in zip(mine, other, strict=True)
    )


@settings(max_examples=15, deadline=None)
@given(n=st.integers(1, 50), size=st.integers(1, 60), seed=st.integers(0, 2**40))
def test_the_batches_are_those_by_index(n: int, size: int, seed: int) -> None:
    train = digits().train
    examples = Examples(train.inputs[:n], train.targets[:n])
    order = Shuffled().indices(examples, seed, 0)
    before = torch.get_rng_state()
    batches = list(Loader().batches(order, size, examples=examples, seed=seed))
    assert torch.equal(torch.get_rng_state(), before)
    assert equal(batches, by_index(examples, order, size))


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_change_nothing(workers: int) -> None:
    examples = digits().train
    order = Shuffled().indices(examples, 0, 3)[:200]
    loader = Loader(workers=workers, prefetch_factor=3, pin_memory=True)
    before = torch.get_rng_state()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        batches = list(loader.batches(order, 64, examples=examples))
    assert torch.equal(torch.get_rng_state(), before)
    assert equal(batches, by_index(examples, order, 64))


def test_more_workers_than_cores_are_no_reason_to_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Loader(workers=1000).open(digits().train)


def test_training_is_bit_identical_with_and_without_a_loader() -> None:
    examples = digits().train

    def trained(use_loader: bool) -> Tensor:
        random = torch.Generator().manual_seed(0)
        weight = (0.1 * torch.randn(64, 10, generator=random)).requires_grad_()
        opened = Loader().open(examples)
        for epoch in range(2):
            order = Shuffled().indices(examples, 0, epoch)
            batches = opened.batches(order, 64, epoch=epoch) if use_loader else None
            for batch in batches or by_index(examples, order, 64):
                loss = torch.nn.functional.cross_entropy(batch.inputs @ weight, batch.targets)
                (gradient,) = torch.autograd.grad(loss, [weight])
                weight.data -= 0.5 * gradient
        return weight.detach()

    assert torch.equal(trained(use_loader=True), trained(use_loader=False))


def test_persistent_workers_serve_several_epochs() -> None:
    examples = digits().train
    opened = Loader(workers=1, persistent_workers=True).open(examples)
    for epoch in range(3):
        order = Shuffled().indices(examples, 0, epoch)[:100]
        batches = list(opened.batches(order, 32, epoch=epoch))
        assert equal(batches, by_index(examples, order, 32))


def test_an_epoch_that_is_left_early_does_not_disturb_the_next_one() -> None:
    examples = digits().train
    opened = Loader(workers=1, persistent_workers=True).open(examples)
    order = torch.arange(100)
    first = opened.batches(order, 10)
    next(first)
    first.close()  # type: ignore[attr-defined]
    assert equal(list(opened.batches(order, 32)), by_index(examples, order, 32))


def test_drop_last() -> None:
    loader = Loader(dataset=Squares())
    sizes = [len(batch.inputs) for batch in loader.batches(torch.arange(10), 4)]
    kept = [len(b.inputs) for b in loader.batches(torch.arange(10), 4, drop_last=True)]
    assert (sizes, kept) == ([4, 4, 2], [4, 4])
    assert len(list(loader.batches(torch.arange(8), 4, drop_last=True))) == 2
    assert list(loader.batches(torch.arange(0), 4, drop_last=True)) == []


def test_a_dataset_of_ones_own() -> None:
    (batch,) = Loader(dataset=Squares()).batches(torch.tensor([3, 1, 4]), 8)
    assert isinstance(batch, Batch)
    assert batch.inputs.flatten().tolist() == [3, 1, 4]
    assert batch.targets.tolist() == [9, 1, 16]


@pytest.mark.parametrize("collate", [padded, as_batch, pad_batch])
def test_collating_sequences_of_different_length(collate: Any) -> None:
    loader = Loader(dataset=Ragged(), collate_fn=collate)
    (batch,) = loader.batches(torch.tensor([0, 2]), 2)
    assert batch.inputs.tolist() == [[1, 0, 0], [1, 1, 1]]
    assert batch.targets.tolist() == [0, 2]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_workers_draw_depends_on_seed_and_epoch(workers: int) -> None:
    loader = Loader(dataset=Noisy(), workers=workers)

    def drawn(seed: int, epoch: int) -> Tensor:
        batches = loader.batches(torch.arange(12), 3, seed=seed, epoch=epoch)
        return torch.cat([batch.inputs for batch in batches])

    torch.manual_seed(1)
    first = drawn(0, 0)
    torch.manual_seed(2)
    assert torch.equal(drawn(0, 0), first)
    assert not torch.equal(drawn(0, 1), first)
    assert not torch.equal(drawn(1, 0), first)
    assert len(first.unique(dim=0)) == 12


@pytest.mark.parametrize(
    ("kwargs", "field", "remedy"),
    [
        ({"prefetch_factor": 2}, "prefetch_factor", "loader.workers a number above 0"),
        ({"persistent_workers": True}, "persistent_workers", "loader.workers a number above 0"),
        ({"start_method": "spawn"}, "start_method", "loader.workers a number above 0"),
        ({"workers": 1, "start_method": "threads"}, "start_method", "There are fork"),
        ({"workers": -1}, "workers", "at least 0"),
        ({"workers": 1, "prefetch_factor": 0}, "prefetch_factor", "at least 1"),
    ],
)
def test_settings_that_contradict_each_other(
    kwargs: dict[str, Any], field: str, remedy: str
) -> None:
    with pytest.raises(ConfigurationError, match=remedy) as caught:
        Loader(**kwargs)
    assert caught.value.field == f"loader.{field}"


def test_a_daemon_has_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(multiprocessing.current_process())["_config"], "daemon", True)
    with pytest.raises(ConfigurationError, match="daemon"):
        Loader(workers=1).open(digits().train)
    Loader().open(digits().train)


def test_what_cannot_be_loaded() -> None:
    with pytest.raises(ConfigurationError, match="pass examples"):
        Loader().open()
    far = Examples(torch.zeros(3, 1, device="meta"), torch.zeros(3, device="meta"))
    with pytest.raises(ConfigurationError, match="on the CPU"):
        Loader(workers=1).open(far)
    with pytest.raises(ConfigurationError, match="0 to 9"):
        list(Loader(dataset=Squares()).batches(torch.tensor([10]), 1))
    with pytest.raises(ConfigurationError, match="batch_size"):
        list(Loader(dataset=Squares()).batches(torch.arange(3), 0))
    with pytest.raises(ConfigurationError, match="inputs and targets"):
        list(Loader(dataset=Squares(), collate_fn=three).batches(torch.arange(3), 1))
