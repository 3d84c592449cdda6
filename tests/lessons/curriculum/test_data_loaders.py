"""What the lesson on loaders says is what its lab, PyTorch and scikit-learn show."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from sklearn.model_selection import KFold
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from engine import data
from engine.events import Probed
from engine.observations import Confusion, LabelStripes
from lessons.curriculum.data.loaders import lab

HUNDRED = TensorDataset(torch.arange(100))


@pytest.fixture(scope="module")
def loaders() -> Bench:
    return bench("data/loaders")


def test_figures_of_the_two_orders(loaders: Bench) -> None:
    text = loaders.after("run-1")
    plain, mixed = (loaders.run(name) for name in ("stored", "shuffled"))
    read = [round(100 * lab.share_read(run)) for run in (plain, mixed)]
    assert f"it reads {read[0]} %, shuffled {read[1]} %" in text
    assert f"the last epoch is {plain.loss[-34:].mean():.2f}, which looks" in text
    *_, confusion = (
        event.seen
        for event in loaders.events("stored")
        if isinstance(event, Probed) and isinstance(event.seen, Confusion)
    )
    said = confusion.counts.numpy().sum(0)
    assert f"{100 * said[7:].sum() / said.sum():.0f} in 100 images" in text


def test_what_the_stripes_show(loaders: Bench) -> None:
    def classes(scenario: str) -> list[int]:
        *_, seen = (
            event.seen
            for event in loaders.events(scenario)
            if isinstance(event, Probed) and isinstance(event.seen, LabelStripes)
        )
        return [len(np.unique(row[row >= 0])) for row in seen.labels.numpy()]

    assert max(classes("stored")) == 2
    full = classes("shuffled")[:-1]
    assert round(float(np.mean(full))) in (9, 10)


def test_the_loss_of_the_stored_order_is_a_saw(loaders: Bench) -> None:
    plain, mixed = (loaders.run(name).loss[-34:] for name in ("stored", "shuffled"))
    leaps = np.diff(plain) > 1.0
    assert 6 <= leaps.sum() <= 10
    first, last = loaders.run("stored").steps - 2 * 34 + 1, loaders.run("stored").steps
    assert f"scenario=stored&step={first}..{last})" in loaders.after("run-1")
    assert not (np.diff(mixed) > 1.0).any()


def test_losses_of_the_patients(loaders: Bench) -> None:
    text = loaders.after("run-2")
    tail, dropped, mixed = (loaders.run(name).loss for name in ("tail", "dropped", "mixed"))
    *first, last = (f"{loss:.2f}" for loss in tail)
    assert f"five losses are {', '.join(first)} and {last}, " in text
    assert f"their mean is {tail.mean():.2f}." in text
    sizes = [64] * 4 + [9]
    assert np.average(tail, weights=sizes) == pytest.approx(1, abs=1e-5)
    terms = [f"{size} · {loss:.2f}" for size, loss in zip(sizes, tail, strict=True)]
    assert f"({' + '.join(terms)}) / 265" in text
    assert f"mean is {dropped.mean():.2f}, because" in text
    assert f"was {mixed.mean():.2f}: the" in text
    assert round(64 / 9) == 7
    others = {
        f"{loaders.run(name).curve('loss').last:.2f}" for name in ("tail", "dropped", "mixed")
    }
    assert f"loss, {others.pop()} in each run, is that of" in text
    assert not others
    assert f"{len(data.diabetes().validation.targets)} other patients" in text


def test_what_a_loader_does_with_what_is_left(loaders: Bench) -> None:
    assert [len(batch[0]) for batch in DataLoader(HUNDRED, batch_size=32)] == [32, 32, 32, 4]
    assert len(DataLoader(HUNDRED, batch_size=32, drop_last=True)) == 3
    assert loaders.number("floor_division") == pytest.approx(32 / (1000 // 32), abs=1e-3)
    assert 1078 - 33 * 32 == 22
    with pytest.raises(ValueError, match="more than 1 value"):
        nn.BatchNorm1d(3)(torch.zeros(1, 3))


def test_a_loader_keeps_the_order_unless_told_otherwise() -> None:
    plain, mixed = DataLoader(HUNDRED), DataLoader(HUNDRED, shuffle=True)
    assert torch.cat([batch for (batch,) in plain]).tolist() == list(range(100))
    epochs = [torch.cat([batch for (batch,) in mixed]).tolist() for _ in range(2)]
    assert epochs[0] != epochs[1]
    assert sorted(epochs[0]) == list(range(100))


def test_folds_ascend() -> None:
    folds = KFold(5, shuffle=True, random_state=0).split(np.zeros(50))
    assert all((np.diff(numbers) > 0).all() for pair in folds for numbers in pair)


def test_every_scenario_is_run(loaders: Bench) -> None:
    assert loaders.never_run() == set()
