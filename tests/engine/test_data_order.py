"""Orders: pure functions of seed and epoch, equal to PyTorch's samplers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils.data import DistributedSampler, TensorDataset, WeightedRandomSampler

from engine import seeding
from engine.data import (
    Balanced,
    Examples,
    Order,
    Sequential,
    Sharded,
    Shuffled,
    Weighted,
    diabetes,
    imbalanced_classes,
)
from engine.errors import ConfigurationError

few = settings(max_examples=25, deadline=None)


def labelled(*counts: int) -> Examples:
    """As many examples of each class; the input is the number of the example."""
    targets = torch.cat([torch.full((count,), c) for c, count in enumerate(counts)])
    return Examples(torch.arange(len(targets)), targets)


@dataclass(frozen=True)
class AsTorchShuffles:
    """The order inside `DistributedSampler(shuffle=True)`."""

    def indices(self, examples: Examples, seed: int, epoch: int) -> torch.Tensor:
        generator = torch.Generator().manual_seed(seed + epoch)
        return torch.randperm(len(examples), generator=generator)


@few
@given(n=st.integers(1, 300), seed=st.integers(0, 2**40), epoch=st.integers(0, 50))
def test_shuffled_is_the_order_that_runs_have_always_had(n: int, seed: int, epoch: int) -> None:
    examples = labelled(n)
    assert torch.equal(Shuffled().indices(examples, seed, epoch), seeding.order(seed, epoch, n))
    assert torch.equal(Sequential().indices(examples, seed, epoch), torch.arange(n))


ORDERS = [
    Shuffled(),
    Weighted(),
    Weighted(weights=(1, 2, 3), samples=40),
    Weighted(samples=20, replacement=False),
    Balanced(),
    Sharded(1, 3),
    Sharded(0, 2, inner=Weighted(), drop_last=True),
]


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_depends_on_nothing_but_seed_and_epoch(order: Order) -> None:
    examples = labelled(30, 10, 5)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = order.indices(examples, 3, 2)
    assert torch.equal(torch.get_rng_state(), before)
    order.indices(examples, 3, 1)
    assert torch.equal(order.indices(examples, 3, 2), first)
    assert not torch.equal(order.indices(examples, 3, 3), first)
    assert not torch.equal(order.indices(examples, 4, 2), first)
    assert first.dtype == torch.int64
    assert first.min() >= 0
    assert first.max() < 45


@few
@given(
    counts=st.lists(st.integers(1, 30), min_size=1, max_size=5),
    seed=st.integers(0, 2**40),
    epoch=st.integers(0, 9),
    data=st.data(),
)
def test_weighted_draws_as_the_sampler_of_pytorch(
    counts: list[int], seed: int, epoch: int, data: st.DataObject
) -> None:
    examples = labelled(*counts)
    size = len(counts)
    weights = data.draw(
        st.none() | st.lists(st.floats(0.1, 10), min_size=size, max_size=size).map(tuple)
    )
    samples = data.draw(st.none() | st.integers(1, sum(counts)))
    replacement = data.draw(st.booleans())
    each = torch.tensor(weights or [1 / count for count in counts], dtype=torch.float64)
    generator = torch.Generator().manual_seed(seeding.derive(seed, "order", epoch))
    twin = WeightedRandomSampler(
        each[examples.targets].tolist(), samples or sum(counts), replacement, generator=generator
    )
    mine = Weighted(weights=weights, samples=samples, replacement=replacement)
    assert mine.indices(examples, seed, epoch).tolist() == list(twin)


def test_weights_of_one_over_the_count_make_classes_equally_frequent() -> None:
    examples = labelled(100, 50, 25)
    drawn = torch.cat([Weighted().indices(examples, 0, epoch) for epoch in range(60)])
    shares = examples.targets[drawn].bincount() / len(drawn)
    torch.testing.assert_close(shares, torch.full((3,), 1 / 3), atol=0.02, rtol=0)
    rare_first = Weighted(weights=(0, 0, 1)).indices(examples, 0, 0)
    assert (examples.targets[rare_first] == 2).all()


def test_twenty_to_one_becomes_one_to_one() -> None:
    train = imbalanced_classes(n=2100, ratio=20).train
    share = train.targets[Weighted().indices(train, 0, 0)].float().mean().item()
    assert share == pytest.approx(0.5, abs=0.05)


@few
@given(
    counts=st.lists(st.integers(1, 30), min_size=1, max_size=5),
    seed=st.integers(0, 2**40),
    epoch=st.integers(0, 9),
)
def test_balanced_has_every_class_in_every_group(counts: list[int], seed: int, epoch: int) -> None:
    examples = labelled(*counts)
    order = Balanced().indices(examples, seed, epoch)
    k, each = len(counts), -(-sum(counts) // len(counts))
    assert len(order) == k * each
    groups = examples.targets[order].reshape(each, k)
    assert (groups.sort(dim=1).values == torch.arange(k)).all()
    uses = order.bincount(minlength=sum(counts))
    for number, count in enumerate(counts):
        of_class = uses[examples.targets == number]
        assert of_class.sum() == each
        assert of_class.max() - of_class.min() <= 1
        assert of_class.max() == -(-each // count)


@few
@given(
    n=st.integers(1, 60),
    world=st.integers(1, 7),
    seed=st.integers(0, 1000),
    epoch=st.integers(0, 5),
    shuffle=st.booleans(),
    drop_last=st.booleans(),
    set_epoch=st.booleans(),
)
def test_shards_are_those_of_the_distributed_sampler(
    *, n: int, world: int, seed: int, epoch: int, shuffle: bool, drop_last: bool, set_epoch: bool
) -> None:
    examples = labelled(n)
    inner: Order = AsTorchShuffles() if shuffle else Sequential()
    for rank in range(world):
        twin = DistributedSampler(
            TensorDataset(examples.inputs),
            num_replicas=world,
            rank=rank,
            shuffle=shuffle,
            seed=seed,
            drop_last=drop_last,
        )
        if set_epoch:
            twin.set_epoch(epoch)
        mine = Sharded(rank, world, inner, drop_last=drop_last, set_epoch=set_epoch)
        assert mine.indices(examples, seed, epoch).tolist() == list(twin)


def test_all_ranks_together_have_the_batches_of_one_process() -> None:
    examples = labelled(64)
    whole = Shuffled().indices(examples, 5, 1).split(16)
    shards = [Sharded(rank, 4).indices(examples, 5, 1).split(4) for rank in range(4)]
    for step, batch in enumerate(whole):
        together = torch.cat([shard[step] for shard in shards])
        assert set(together.tolist()) == set(batch.tolist())


def test_without_set_epoch_every_epoch_has_the_same_order() -> None:
    examples = labelled(20)
    forgotten = Sharded(0, 2, set_epoch=False)
    assert torch.equal(forgotten.indices(examples, 0, 0), forgotten.indices(examples, 0, 1))
    called = Sharded(0, 2)
    assert not torch.equal(called.indices(examples, 0, 0), called.indices(examples, 0, 1))
    assert torch.equal(forgotten.indices(examples, 0, 3), called.indices(examples, 0, 0))


def test_orders_that_cannot_be() -> None:
    for make in (lambda: Sharded(2, 2), lambda: Sharded(-1, 2), lambda: Sharded(0, 0)):
        with pytest.raises(ConfigurationError, match="Sharded"):
            make()
    for kwargs in ({"samples": 0}, {"weights": (1.0, -1.0)}):
        with pytest.raises(ConfigurationError, match="Weighted"):
            Weighted(**kwargs)  # type: ignore[arg-type]
    examples = labelled(4, 4)
    with pytest.raises(ConfigurationError, match="2 weights"):
        Weighted(weights=(1.0,)).indices(examples, 0, 0)
    with pytest.raises(ConfigurationError, match="above 0"):
        Weighted(weights=(0.0, 0.0)).indices(examples, 0, 0)
    with pytest.raises(ConfigurationError, match="4 examples"):
        Weighted(weights=(0.0, 1.0), replacement=False).indices(examples, 0, 0)
    for order in (Weighted(), Balanced()):
        with pytest.raises(ConfigurationError, match="class numbers"):
            order.indices(diabetes().train, 0, 0)


def test_classes_without_examples_do_no_harm() -> None:
    examples = Examples(torch.arange(6), torch.tensor([0, 0, 0, 0, 2, 2]))
    drawn = Weighted(samples=600).indices(examples, 0, 0)
    assert examples.targets[drawn].bincount().tolist()[1] == 0
    assert Balanced().indices(examples, 0, 0).shape == (6,)
