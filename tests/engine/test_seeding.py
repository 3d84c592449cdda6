"""One seed, many streams, and no trace in the caller's."""

from __future__ import annotations

import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine import seeding
from engine.seeding import RandomState
from engine.training import seed_noise

CPU = torch.device("cpu")
seeds = st.integers(-(2**70), 2**70)


@given(seeds)
def test_a_derived_seed_is_one_that_torch_takes_and_always_the_same(seed: int) -> None:
    derived = seeding.derive(seed, "order", 3)
    assert 0 <= derived < 2**63
    assert derived == seeding.derive(seed, "order", 3)
    torch.Generator().manual_seed(derived)


def test_seeds_purposes_and_epochs_have_streams_of_their_own() -> None:
    purposes: list[tuple[str | int, ...]] = [(), ("init",), ("noise",), ("order", 1), ("order", 11)]
    derived = [seeding.derive(seed, *p) for seed, p in itertools.product((0, 1, 11), purposes)]
    assert len(set(derived)) == len(derived)


def test_these_seeds_are_frozen() -> None:
    assert seeding.derive(0, "init") == 5621797835976536519
    assert seeding.derive(3, "order", 2) == 2883902367559381241


@given(st.integers(0, 5), st.integers(0, 5), st.integers(1, 50))
def test_an_order_is_a_permutation_that_depends_on_seed_and_epoch_alone(
    seed: int, epoch: int, samples: int
) -> None:
    torch.manual_seed(samples)
    order = seeding.order(seed, epoch, samples)
    assert sorted(order.tolist()) == list(range(samples))
    torch.rand(3)
    assert torch.equal(order, seeding.order(seed, epoch, samples))


def test_epochs_and_seeds_differ_in_their_order() -> None:
    orders = [seeding.order(seed, epoch, 50).tolist() for seed in range(3) for epoch in range(3)]
    assert len({tuple(order) for order in orders}) == 9


def test_what_is_drawn_inside_leaves_no_trace_even_after_an_error() -> None:
    torch.manual_seed(1)
    expected = torch.rand(4)
    torch.manual_seed(1)
    first = torch.rand(1)
    with seeding.preserved(CPU):
        torch.rand(100)
    with seeding.seeded(9, CPU):
        inside = torch.rand(3)
    with seeding.seeded(9, CPU):
        assert torch.equal(torch.rand(3), inside)
    with pytest.raises(KeyError), seeding.seeded(9, CPU):
        raise KeyError(torch.rand(3))
    assert torch.equal(torch.cat([first, torch.rand(3)]), expected)


def test_a_state_can_be_returned_to() -> None:
    state = RandomState.now(CPU)
    first = torch.rand(5)
    state.restore(CPU)
    assert torch.equal(torch.rand(5), first)


def test_other_devices_are_not_seeded_in_passing(monkeypatch: pytest.MonkeyPatch) -> None:
    seeded = []
    monkeypatch.setattr(torch.cuda, "manual_seed_all", seeded.append)
    monkeypatch.setattr(torch, "manual_seed", seeded.append)
    with seeding.seeded(9, CPU):
        torch.rand(1)
    assert seeded == []


def test_the_noise_of_a_worker_is_that_of_a_run_in_process() -> None:
    with seeding.preserved(CPU):
        seed_noise(4)
        alone = torch.rand(3)
    with seeding.seeded(seeding.derive(4, "noise"), CPU):
        assert torch.equal(torch.rand(3), alone)
