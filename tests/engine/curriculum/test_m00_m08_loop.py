"""M06 Training loop and gradient descent: what the engine does for each topic."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from statistics import fmean

import pytest
import torch
from m00_m08 import ACCURACY, on_digits, on_function, on_line, points, trained
from torch import Tensor, nn

from engine import Experiment, data, losses, metrics, optim, probes, surfaces
from engine import nn as models
from engine.data import Dataset, Examples
from engine.data.order import Sequential
from engine.events import Evaluated
from engine.observations import NoiseScale, PathPoints
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


def square(lr: float, steps: int = 50) -> Experiment:
    """x² from 10."""
    return on_function(
        lambda theta: theta[..., 0] ** 2,
        (10.0, 0.0),
        optimizer=optim.GradientDescent(lr),
        steps=steps,
        probes=(probes.Path(),),
    )


def test_06_2_descent_on_a_parabola_shrinks_the_distance_by_one_factor() -> None:
    """06.2 Gradient descent on x²."""
    path = [x for x, _ in points(trained(square(0.1)).seen(PathPoints))]
    assert path[50] == pytest.approx(1.427e-4, rel=1e-3)
    ends = {lr: trained(square(lr)).losses[-1] for lr in (0.01, 0.5, 0.99, 1.0, 1.1)}
    assert ends[0.5] < 1e-10
    assert ends[0.99] < 100 * 0.98**90
    assert ends[1.0] == pytest.approx(100)
    assert ends[1.1] > 1e4
    assert ends[0.01] > 10


@pytest.mark.parametrize("seed", [0, 1])
def test_06_3_small_batches_make_more_and_noisier_updates_of_an_epoch(seed: int) -> None:
    """06.3 Batch, stochastic, mini-batch."""
    few = data.subset(data.digits(), 320)
    runs = {
        size: trained(
            on_digits(data=few, batch_size=size, epochs=6, optimizer=optim.SGD(0.05)), seed
        )
        for size in (1, 32, None)
    }
    assert [run.started.steps_per_epoch for run in runs.values()] == [320, 10, 1]
    accuracies = [run.validation() for run in runs.values()]
    assert accuracies[0] > accuracies[1] > accuracies[2]
    assert len({f"{loss:.4f}" for loss in runs[None].losses}) == 6

    def noise(size: int) -> NoiseScale:
        probe = probes.GradientNoise(batches=8, batch_size=size)
        return trained(on_digits(data=few, steps=1, probes=(probe,)), seed).seen(NoiseScale)[0]

    assert noise(1).scale > 0
    assert noise(32).batch_size == 32


def test_06_3_a_thousand_samples_make_32_batches_of_32() -> None:
    """06.3 Updates per epoch."""
    thousand = Examples(torch.zeros(1000, 1), torch.zeros(1000, 1))
    plan = on_line(data=Dataset("thousand", thousand, thousand), batch_size=32)
    assert plan.steps_per_epoch == 32


def test_06_4_the_best_fixed_step_is_2_over_l_plus_mu() -> None:
    """06.4 Convergence theory: Q = diag(2, 20)."""

    def bowl(lr: float) -> Experiment:
        return on_function(
            lambda theta: theta[..., 0] ** 2 + 10 * theta[..., 1] ** 2,
            (1.0, 1.0),
            optimizer=optim.GradientDescent(lr),
            steps=200,
            probes=(probes.Path(),),
        )

    def steps_needed(lr: float) -> int:
        path = points(trained(bowl(lr)).seen(PathPoints))
        return next(step for step, (x, y) in enumerate(path) if math.hypot(x, y) < 1e-6)

    assert (
        2 / (20 + 2) == pytest.approx(surfaces.best_lr(10) / 20) == pytest.approx(0.0909, abs=1e-4)
    )
    assert steps_needed(1 / 20) == pytest.approx(132, abs=1)
    assert steps_needed(2 / 22) == pytest.approx(71, abs=1)
    assert surfaces.best_rate(10) == pytest.approx(0.818, abs=1e-3)
    assert trained(bowl(2 / 20 + 0.005)).losses[-1] > 1


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_06_5_a_small_loss_can_hide_wrong_parameters(seed: int) -> None:
    """06.5 Linear regression from scratch: inputs in 0 … 1, rate 0.01, 1000 steps."""
    random = torch.Generator().manual_seed(seed)
    x = torch.rand(100, 1, generator=random)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1, generator=random)
    short = Dataset("tutorial", Examples(x, y), Examples(x, y))
    settings = {"data": short, "batch_size": 10, "epochs": 100, "steps": None}
    run = trained(on_line(optimizer=optim.SGD(0.01), **settings), seed)
    assert len(run.losses) == 1000
    assert run.loss < 0.08
    slope = run.model[0].weight.item()
    assert abs(slope - 2) > 0.1
    cured = trained(on_line(optimizer=optim.SGD(0.01, momentum=0.9), **settings), seed)
    assert cured.model[0].weight.item() == pytest.approx(2, abs=0.15)
    with_ones = torch.cat([x, torch.ones_like(x)], 1).double()
    slowest = torch.linalg.eigvalsh(2 * with_ones.T @ with_ones / 100)[0].item()
    assert (1 - 0.01 * slowest) ** 1000 == pytest.approx(0.27, abs=0.12)


@pytest.mark.parametrize("seed", [0, 1])
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


@pytest.mark.parametrize("seed", [0, 1])
def test_06_7_noise_is_memorised_and_nothing_is_learned(seed: int) -> None:
    """06.7 Training on noise."""
    noise = data.random_noise(n=1000, seed=seed)
    run = trained(
        Experiment(
            model=lambda: models.mlp(20, 256, 10),
            data=noise,
            loss=losses.CrossEntropy(),
            optimizer=optim.Adam(0.01),
            batch_size=64,
            epochs=25,
            metrics=ACCURACY,
        ),
        seed,
    )
    assert run.loss < 0.3
    assert run.validation() == pytest.approx(0.1, abs=0.06)
    assert run.validation("loss") > 3


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


def test_06_9_accumulated_batches_are_the_large_batch() -> None:
    """06.9 Gradient accumulation: 4 × 64 against 256."""
    plain = {"order": Sequential(), "steps": 20, "data": data.subset(data.digits(), 1024)}
    large = on_digits(batch_size=256, **plain)
    small = on_digits(batch_size=64, accumulate=4, **plain)
    assert [t.distance for t in lockstep(large, small)][-1] < 1e-5

    def undivided(prediction: Tensor, target: Tensor) -> Tensor:
        return 4 * losses.CrossEntropy()(prediction, target)

    wrong = trained(on_digits(batch_size=64, accumulate=4, **{**plain, "steps": 1}, loss=undivided))
    assert wrong.norms[0] == pytest.approx(4 * trained(large).norms[0], rel=1e-4)

    def with_batch_norm(size: int, parts: int) -> Experiment:
        model = lambda: models.mlp(64, 32, 10, norm="batch")  # noqa: E731
        return on_digits(model, batch_size=size, accumulate=parts, **plain)

    apart = list(lockstep(with_batch_norm(256, 1), with_batch_norm(8, 32)))
    assert abs(apart[0].first.grad_norm / apart[0].second.grad_norm - 1) > 0.05
    assert apart[-1].distance > 1e-2


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
