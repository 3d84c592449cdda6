"""M06 Training loop and gradient descent: what the engine does for each topic."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from statistics import fmean

import pytest
import torch
from m00_m08 import on_digits, on_line, trained
from torch import nn
from trained import SEEDS

from engine import data, metrics, optim
from engine import nn as models
from engine.data import Dataset, Examples
from engine.events import Evaluated
from engine.study.finder import Sweep, find
from engine.study.lockstep import lockstep
from engine.study.slow_motion import PARTS, SlowMotion, watch


def test_06_1_an_update_has_its_parts_in_an_order() -> None:
    """06.1 Five steps of an iteration: one part after the other, with real numbers."""
    seen = watch(on_digits(), SlowMotion(updates=2), device="cpu")
    assert [part.part for part in seen] == [*PARTS, *PARTS]
    five = [name for name in PARTS if name not in ("clip", "schedule")]
    assert five == ["zero_grad", "forward", "loss", "backward", "optimizer"]
    moved = [
        part.part
        for before, part in itertools.pairwise(seen)
        if [w.value for w in before.watched] != [w.value for w in part.watched]
    ]
    assert moved == ["optimizer", "optimizer"]
    twice = watch(on_digits(), SlowMotion(updates=1, repeat=("backward",)), device="cpu")
    norms = [part.grad_norm for part in twice if part.part == "backward"]
    assert norms[1] == pytest.approx(2 * norms[0], rel=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_06_6_dropout_hides_how_good_a_classifier_is(seed: int) -> None:
    """06.6 MLP classification loop: accuracy in training mode and in eval mode."""
    digits = data.digits()
    run = trained(on_digits(lambda: models.mlp(64, 64, 10, dropout=0.5)), seed)
    evaluated = run.on(digits, "train")
    torch.manual_seed(seed)
    run.model.train()
    with torch.no_grad():
        noisy = metrics.accuracy(run.model(digits.train.inputs), digits.train.targets)
    assert evaluated > noisy + 0.05
    untrained = trained(on_digits(steps=1, optimizer=optim.SGD(0.0)), seed)
    assert untrained.validation() == pytest.approx(0.1, abs=0.08)


def test_06_8_epochs_and_steps_are_counted_and_a_running_mean_is_calmer() -> None:
    """06.8 Epochs, steps, running averages."""
    every = Examples(torch.zeros(1797, 1), torch.zeros(1797, 1))
    plan = on_line(data=Dataset("digits", every, every), batch_size=64, epochs=10, steps=None)
    assert plan.total_steps == 290
    sweep = Sweep(start=1e-4, end=1.1e-4, steps=60, smoothing=0.9)
    found = find(on_digits(batch_size=16), sweep, device="cpu")
    jitter = [
        fmean(abs(b - a) for a, b in itertools.pairwise(series))
        for series in (found.losses, found.smoothed)
    ]
    assert jitter[1] < 0.3 * jitter[0]
    run = trained(on_digits(epochs=3))
    assert [e.step for e in run.of(Evaluated)] == [17, 34, 51]


def test_06_9_the_last_window_of_an_epoch_is_trained_on_too() -> None:
    """06.9 Ten batches by fours: two full windows, and what a naive loop loses."""
    ten = on_digits(data=data.subset(data.digits(), 320), batch_size=32, accumulate=4, epochs=1)
    assert ten.batches_per_epoch // ten.accumulate == 2
    assert ten.steps_per_epoch == 3
    assert len(trained(ten).losses) == 3


def test_06_1_any_optimiser_of_pytorch_can_be_in_its_place() -> None:
    """06.1 The step is whoever's the learner likes."""

    def theirs(parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
        return torch.optim.SGD(parameters, lr=0.3)

    assert [t.distance for t in lockstep(on_digits(optimizer=theirs), on_digits())][-1] < 1e-4
