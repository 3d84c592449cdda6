"""M09: choosing learning rate and batch size."""

from __future__ import annotations

import copy
import math
from functools import partial

import pytest
import torch
from m09_m15 import CPU, Trained, on_digits, trained
from torch import Tensor, nn
from trained import SEEDS

from engine import data, optim, probes
from engine import nn as models
from engine.events import Evaluated
from engine.observations import NoiseScale
from engine.setup import prepare
from engine.study.finder import Sweep, range_test


@pytest.mark.parametrize("seed", SEEDS)
def test_09_1_a_rate_is_too_small_right_or_too_large(seed: int) -> None:
    """09.1: SGD from 0.001 to 3: nothing is learnt, the task, more of it, nothing again."""
    reached = [
        trained(on_digits(optimizer=optim.SGD(lr)), seed).validation()
        for lr in (0.001, 0.1, 0.5, 3.0)
    ]
    assert reached[0] < 0.25
    assert 0.8 < reached[1] < reached[2]
    assert reached[3] < 0.25


@pytest.mark.parametrize("seed", SEEDS)
def test_09_1_a_rate_is_good_for_one_optimiser(seed: int) -> None:
    """09.1: 1e-3 teaches Adam what it hardly begins to teach SGD; 1 ruins Adam and not SGD."""
    small, large = 1e-3, 1.0
    assert trained(on_digits(optimizer=optim.Adam(small)), seed).validation() > 0.7
    assert trained(on_digits(optimizer=optim.SGD(small)), seed).validation() < 0.25
    assert trained(on_digits(optimizer=optim.Adam(large)), seed).validation() < 0.5
    assert trained(on_digits(optimizer=optim.SGD(large)), seed).validation() > 0.8


def he_net() -> nn.Module:
    """Six hidden layers, as in the finder that spoils them."""
    return models.deep_plain(depth=6, width=64, gain=1.0)


def test_09_2_a_finder_that_keeps_references_restores_nothing() -> None:
    """09.2: `state_dict()` shares the weights' memory; a deep copy, and our range test, do not."""
    sweep = Sweep(smoothing=0.9)
    experiment = on_digits(he_net, optimizer=optim.SGD(0.05), epochs=5)
    setup = prepare(experiment, seed=0, device=CPU)
    begin = copy.deepcopy(setup.model.state_dict())

    found = range_test(setup, sweep)
    assert _changed(setup.model, begin) == 0.0
    assert found.diverged
    assert {suggested.name for suggested in found.suggestions} == {
        "steepest",
        "minimum/10",
        "valley",
    }
    assert all(1e-6 < suggested.rate < 1.0 for suggested in found.suggestions)

    shared, copied = setup.model.state_dict(), copy.deepcopy(setup.model.state_dict())
    _ruin(setup.model)
    setup.model.load_state_dict(shared)
    assert _changed(setup.model, begin) > 1.0
    setup.model.load_state_dict(copied)
    assert _changed(setup.model, begin) == 0.0


def test_09_2_training_after_the_wrong_restore_is_ruined() -> None:
    """09.2: the first loss afterwards is astronomic or not a number, instead of about 2.3."""
    experiment = on_digits(he_net, optimizer=optim.SGD(0.05), steps=40)

    def after(restored: bool) -> Trained:
        def model() -> nn.Module:
            net = he_net()
            saved = net.state_dict()
            saved = copy.deepcopy(saved) if restored else saved
            _ruin(net)
            net.load_state_dict(saved)
            return net

        return trained(on_digits(model, optimizer=experiment.optimizer, steps=40))

    good, bad = after(restored=True), after(restored=False)
    assert good.losses == trained(experiment).losses
    assert good.losses[0] < 4
    assert good.loss < 1.5
    assert not bad.losses[0] < 1e3
    assert bad.status == "diverged"


def test_09_2_the_multiplier_of_a_sweep() -> None:
    """09.2 exercise: from 1e-7 to 10 in 100 factors: 1.2023 each."""
    sweep = Sweep(start=1e-7, end=10, steps=101)
    assert sweep.rate(1) / sweep.rate(0) == pytest.approx(1.2023, abs=5e-5)
    assert sweep.rate(100) == pytest.approx(10)


def _changed(model: nn.Module, before: dict[str, Tensor]) -> float:
    """The largest change of any weight."""
    now = model.state_dict()
    return max(float((now[name] - old).abs().max()) for name, old in before.items())


def _ruin(model: nn.Module) -> None:
    """What the last rates of a sweep do to weights."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(1e4)


def test_09_3_small_batches_update_more_often_and_are_noisier() -> None:
    """09.3: 8, 64, 512 at one rate and five epochs: updates, accuracy, variance of the gradient."""
    runs = {
        size: trained(
            on_digits(
                batch_size=size,
                epochs=5,
                probes=(probes.GradientNoise(batches=2, batch_size=size),),
            )
        )
        for size in (8, 64, 512)
    }
    samples = len(data.digits().train)
    assert [len(run.losses) for run in runs.values()] == [
        5 * math.ceil(samples / size) for size in runs
    ]
    small, middle, large = (run.validation() for run in runs.values())
    assert small > middle + 0.05 > large + 0.2
    variances = [run.seen(NoiseScale)[0].noise / size for size, run in runs.items()]
    assert variances[0] > 3 * variances[1] > 9 * variances[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_09_4_sgd_follows_the_linear_rule(seed: int) -> None:
    """09.4: batch × 8: with SGD only the rate × 8 learns in an epoch what the small batch does."""
    small = _scaled(partial(optim.SGD, 0.03), 16, seed)
    same, root, linear = (
        _scaled(partial(optim.SGD, 0.03 * factor), 128, seed) for factor in (1, 8**0.5, 8)
    )
    assert linear == pytest.approx(small, rel=0.25)
    assert same > root > 1.4 * linear


@pytest.mark.parametrize("seed", SEEDS)
def test_09_4_adam_is_not_sgd(seed: int) -> None:
    """09.4: near Adam's best rate × √8 keeps up with the small batch, and × 8 is too much."""
    small = _scaled(partial(optim.Adam, 0.02), 16, seed)
    root, linear = (
        _scaled(partial(optim.Adam, 0.02 * factor), 128, seed) for factor in (8**0.5, 8)
    )
    assert root == pytest.approx(small, rel=0.3)
    assert linear > 1.3 * root


def _scaled(rule: partial[optim.Rule], size: int, seed: int) -> float:
    """The validation loss after six epochs."""
    return trained(on_digits(batch_size=size, epochs=6, optimizer=rule()), seed).validation("loss")


@pytest.mark.parametrize("seed", SEEDS)
def test_09_5_a_run_has_three_phases(seed: int) -> None:
    """09.5: both losses fall, validation stands, validation rises while training falls on."""
    run = trained(
        on_digits(
            lambda: models.mlp(64, 128, 10),
            data=data.subset(data.digits(), 100),
            optimizer=optim.Adam(0.003),
            batch_size=32,
            epochs=150,
        ),
        seed,
    )
    curve = [measured.loss for measured in run.of(Evaluated)]
    best = min(curve)
    assert curve[0] > 2 * best
    assert 20 < curve.index(best) < 100
    assert curve[-1] > 1.05 * best
    assert run.losses[4 * curve.index(best)] > 3 * run.loss
