"""What the lesson on fast loading says is what its lab, and PyTorch, show."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch.utils.data import DataLoader, Dataset, DistributedSampler

from engine import train
from engine.events import Evaluated, Probed
from engine.observations import Matrix
from lessons.curriculum.data.loading_fast import lab


@pytest.fixture(scope="module")
def loading() -> Bench:
    return bench("data/loading_fast")


class Noted(Dataset[int]):
    """A cache and a counter in one: 1 for a sample that this process has had already."""

    def __init__(self, samples: int, folder: Path | None = None) -> None:
        self.samples, self.folder = samples, folder
        self.had: set[int] = set()

    def __len__(self) -> int:
        return self.samples

    def __getitem__(self, index: int) -> int:
        if self.folder is not None:
            (self.folder / str(index)).touch()
        hit = index in self.had
        self.had.add(index)
        return int(hit)


def test_workers_change_nothing_but_the_time(loading: Bench) -> None:
    alone, helped = (loading.run(name) for name in ("memory", "memory_four"))
    assert np.array_equal(alone.loss, helped.loss)
    assert lab.seconds(alone) < lab.seconds(helped)
    slow, shared = (loading.run(name) for name in ("slow", "slow_four"))
    assert np.array_equal(slow.loss, shared.loss)
    assert lab.seconds(shared) < lab.seconds(slow)
    assert lab.seconds(slow) >= 48 * lab.WAIT


def test_a_run_that_waits_between_its_steps_measures_the_same() -> None:
    experiment = lab.timed(slow=False, workers=0, stay=False)
    events = train(experiment, device="cpu")
    measured = []
    for event in events:
        time.sleep(0.01)
        if isinstance(event, Evaluated):
            measured.append(event.value("seconds"))
    assert min(measured) < 0.05


def test_batches_are_made_ahead_by_every_worker(loading: Bench, tmp_path: Path) -> None:
    workers, factor, size = 2, 3, 4
    batches = iter(
        DataLoader(Noted(200, tmp_path), size, num_workers=workers, prefetch_factor=factor)
    )
    next(batches)
    made, until = (workers * factor + 1) * size, time.perf_counter() + 5
    while len(list(tmp_path.iterdir())) < made and time.perf_counter() < until:
        time.sleep(0.01)
    time.sleep(0.05)
    assert len(list(tmp_path.iterdir())) == made
    assert loading.number("batches_ahead") == 4 * 2 + 1
    assert loading.number("batches_ahead_again") == 3 * 4 + 1


@pytest.mark.parametrize(("persistent", "hits"), [(False, [0, 0]), (True, [0, 8])])
def test_workers_have_a_cache_each(persistent: bool, hits: list[int]) -> None:
    loader = DataLoader(Noted(8), batch_size=2, num_workers=2, persistent_workers=persistent)
    assert [sum(int(batch.sum()) for batch in loader) for _ in range(2)] == hits


@pytest.mark.skipif(torch.accelerator.is_available(), reason="pinning is of use here")
def test_pinning_without_an_accelerator_warns() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        list(DataLoader(Noted(2), pin_memory=True))
    assert any("no accelerator is found" in str(warning.message) for warning in caught)


def rows(loading: Bench, scenario: str) -> list[list[float]]:
    """The lists of numbers that the view draws."""
    seen = next(
        event.seen
        for event in loading.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    )
    return [[float(number) for number in row] for row in seen.values.numpy()]


def test_what_the_ranks_get(loading: Bench) -> None:
    silent, told = rows(loading, "silent"), rows(loading, "told")
    assert silent == silent[:2] * 4
    assert not set(silent[0]) & set(silent[1])
    assert told[:2] == silent[:2]
    for epoch in range(4):
        assert sorted(told[2 * epoch] + told[2 * epoch + 1]) == list(range(64))
    again = len(set(told[0]) & set(told[2]))
    text = loading.after("run-2")
    assert f"rank 0 has {again} numbers that it had in the first, and {32 - again} new" in text
    silent_loss, told_loss = (loading.run(name).loss for name in ("silent", "told"))
    assert silent_loss == pytest.approx(told_loss, abs=0.3)


def test_ten_samples_for_four_ranks(loading: Bench) -> None:
    samples = Noted(10)
    dealt: list[list[int]] = [
        list(DistributedSampler(samples, num_replicas=4, rank=rank)) for rank in range(4)
    ]
    lengths = {len(numbers) for numbers in dealt}
    assert lengths == {loading.number("ten_by_four")}
    assert len({number for numbers in dealt for number in numbers}) == 10


def test_readings_of_the_two_caches(loading: Bench) -> None:
    stored, renewed = loading.run("stored"), loading.run("renewed")
    text = loading.after("run-3")
    reads = [f"{lab.rare_reads(run):.0f}" for run in (stored, renewed)]
    assert f"the eights were read {reads[0]} times, with it {reads[1]} times:" in text
    assert np.array_equal(stored.loss, renewed.loss)
    assert stored.steps * 20 == 1200
    known = lab.two_classes().train
    assert known.targets.bincount().tolist() == [109, 8]
    assert "109 ones and 8 eights" in loading.after("ten_by_four")
    whole = loading.run(None, problem="rare", size=117)
    assert lab.rare_reads(whole) == 8


@pytest.mark.parametrize("renew", [False, True])
def test_a_cache_that_is_too_small_by_one_never_hits_in_a_stored_order(renew: bool) -> None:
    known = lab.two_classes().train
    files = lab.Files(known)
    cached = lab.Cached(files, len(known) - 1, renew=renew)
    for _ in range(2):
        for index in range(len(known)):
            cached[index]
    assert files.reads.tolist() == [2] * len(known)


def test_keys_kept_by_a_cache_of_two() -> None:
    for renew, expected in ((False, {1, 2}), (True, {0, 2})):
        cached = lab.Cached(lab.Files(lab.two_classes().train), 2, renew=renew)
        for index in (0, 1, 0, 2):
            cached[index]
        assert set(cached.kept) == expected


def test_figures_of_the_frozen_shifts(loading: Bench) -> None:
    text = loading.after("run-4")
    behind, front = loading.run("behind"), loading.run("front")
    losses = [f"{lab.last_epoch(run):.2f}" for run in (behind, front)]
    read = [f"{100 * lab.share_read(run):.0f} %" for run in (behind, front)]
    assert f"loss of the last epoch was {losses[0]}, and {read[0]} of" in text
    assert f"was still {losses[1]}, and {read[1]} were" in text


def test_every_scenario_is_run(loading: Bench) -> None:
    assert loading.never_run() == set()
