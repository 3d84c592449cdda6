"""M08 Learning-rate schedules: what the engine does for each topic."""

from __future__ import annotations

import math
import warnings
from statistics import fmean

import pytest
import torch
from m00_m08 import on_digits, trained
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR
from trained import SEEDS

from engine import data, losses, optim, schedules
from engine import nn as models
from engine.data import Dataset, Examples
from engine.events import Evaluated, RateReduced
from engine.schedules import Horizon, preview, preview_momentum
from engine.schedules.torch_plateau import TorchPlateauReaction
from engine.schedules.torch_schedule import dummy

EPOCHS = Horizon(steps=100, steps_per_epoch=1)


def noisy(seed: int = 0) -> Dataset:
    """Digits of which a fifth of the training labels is wrong: the loss cannot settle."""
    return data.with_label_noise(data.digits(), 0.2, seed=seed)


def test_08_1_a_step_divides_the_rate_every_30_epochs() -> None:
    """08.1 Step decay: the rate in epoch 65 of 0.1, 30, 0.1."""
    rates = preview(schedules.StepDecay(30, 0.1), EPOCHS, lr=0.1)
    assert rates[29] == 0.1
    assert rates[65] == pytest.approx(0.001)
    assert [mark.step for mark in schedules.StepDecay(30, 0.1).marks(EPOCHS)] == [31, 61, 91]


@pytest.mark.parametrize("seed", SEEDS)
def test_08_1_a_drop_of_the_rate_is_a_drop_of_the_loss(seed: int) -> None:
    """08.1 The drop, visible in the loss of small noisy batches."""
    settings = {"data": noisy(seed), "batch_size": 8, "optimizer": optim.SGD(0.5), "epochs": 4}
    dropped = trained(on_digits(schedule=schedules.StepDecay(3, 0.1), **settings), seed)
    constant = trained(on_digits(**settings), seed)
    assert dropped.rates[-1] == pytest.approx(0.05)
    epoch = dropped.started.steps_per_epoch
    assert dropped.losses[: 3 * epoch] == constant.losses[: 3 * epoch]
    assert fmean(dropped.losses[-epoch:]) < fmean(constant.losses[-epoch:]) - 0.1


def test_08_2_milestones_lie_where_they_are_put() -> None:
    """08.2 Multi-step: the rate at epoch 95."""
    chosen = schedules.MultiStep((30, 60, 90))
    assert preview(chosen, EPOCHS, lr=0.1)[95] == pytest.approx(1e-4)
    run = trained(
        on_digits(epochs=4, schedule=schedules.MultiStep((1, 3)), optimizer=optim.SGD(1.0))
    )
    per_epoch = run.rates[::17]
    assert per_epoch == pytest.approx([1.0, 0.1, 0.1, 0.01])


def test_08_3_an_exponential_halves_the_rate_every_14_epochs() -> None:
    """08.3 Exponential: γ = 0.95, and a γ that ends training too early."""
    rates = preview(schedules.Exponential(0.95), EPOCHS)
    assert next(epoch for epoch, rate in enumerate(rates) if rate <= 0.5) == 14
    runs = {
        gamma: trained(on_digits(epochs=8, schedule=schedules.Exponential(gamma)))
        for gamma in (0.2, 0.95)
    }
    assert runs[0.2].loss > 1.5 * runs[0.95].loss


def test_08_4_a_cosine_falls_slowly_at_both_ends() -> None:
    """08.4 Cosine: share of the drop in epochs 0–10 of 100."""
    rates = preview(schedules.Cosine(), EPOCHS)
    assert rates[0] - rates[10] == pytest.approx(0.024, abs=1e-3)
    assert rates[45] - rates[55] == pytest.approx(0.156, abs=1e-3)
    assert rates[90] == pytest.approx(0.0245, abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_08_4_a_rate_that_falls_to_zero_settles_lower_than_a_constant_one(seed: int) -> None:
    """08.4 Cosine vs linear vs constant."""
    settings = {"data": noisy(seed), "batch_size": 8, "optimizer": optim.SGD(0.5), "epochs": 4}
    constant, linear, cosine = (
        trained(on_digits(schedule=schedule, **settings), seed).loss
        for schedule in (schedules.Constant(), schedules.Linear(), schedules.Cosine())
    )
    assert max(linear, cosine) < constant - 0.1


def test_08_5_warm_restarts_come_after_10_30_and_70_epochs() -> None:
    """08.5 SGDR: T₀ = 10, doubled each time, within 100 epochs."""
    restarts = schedules.CosineRestarts(10, growth=2)
    assert [mark.step for mark in restarts.marks(EPOCHS)] == [11, 31, 71]
    rates = preview(restarts, EPOCHS)
    assert [step for step in range(1, 100) if rates[step] > rates[step - 1]] == [10, 30, 70]


@pytest.mark.parametrize("seed", SEEDS)
def test_08_5_the_loss_jumps_where_the_rate_does(seed: int) -> None:
    """08.5 Loss bumps at restarts."""
    restarting = schedules.CosineRestarts(2, per="epoch")
    run = trained(
        on_digits(
            data=noisy(seed),
            batch_size=8,
            schedule=restarting,
            optimizer=optim.SGD(1.0),
            epochs=4,
        ),
        seed,
    )
    at = 2 * run.started.steps_per_epoch
    assert run.rates[at] > 1.9 * run.rates[at - 1]
    assert fmean(run.losses[at : at + 60]) > fmean(run.losses[at - 60 : at]) + 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_08_6_a_patient_schedule_lowers_the_rate_later(seed: int) -> None:
    """08.6 Reduce on plateau: patience 1, 3, 10 on a noisy metric."""
    first = []
    for patience in (1, 3, 10):
        run = trained(
            on_digits(
                data=noisy(seed),
                schedule=schedules.ReduceOnPlateau(patience=patience, gamma=0.5),
                optimizer=optim.SGD(1.0),
                evaluate_every=5,
                steps=250,
            ),
            seed,
        )
        reduced = run.of(RateReduced)
        first.append(reduced[0].step if reduced else 10**6)
        if reduced:
            assert run.rates[reduced[0].step] == 0.5
            assert run.rates[reduced[0].step - 1] == 1.0
    assert first[0] < first[1] < first[2]


def test_08_6_a_tuple_is_no_metric() -> None:
    """08.6 What PyTorch says to (loss, accuracy)."""
    reaction = TorchPlateauReaction(ReduceLROnPlateau(dummy()), "loss")
    with pytest.raises(TypeError):
        reaction.report((0.5, 90.0))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_08_7_a_first_step_at_a_rate_of_one_ruins_what_warm_up_is_for(seed: int) -> None:
    """08.7 Warm-up and Noam: the scheduler before or after the first step."""
    noam = schedules.InverseSqrt(400, width=512)
    late = schedules.Sequence((schedules.Constant(), noam), (1,))
    adam = {"optimizer": optim.Adam(1.0, betas=(0.9, 0.98), eps=1e-9), "steps": 300}
    right = trained(on_digits(schedule=noam, **adam), seed)
    wrong = trained(on_digits(schedule=late, **adam), seed)
    assert wrong.rates[0] == 1
    assert right.rates[0] < 1e-5
    assert right.losses[1] < 2.5
    assert wrong.losses[1] > 20
    assert right.loss < 0.5 * wrong.loss


def test_08_7_the_peak_of_the_paper_is_7e_4() -> None:
    """08.7 Noam's peak for d = 512, w = 4000."""
    rates = preview(schedules.InverseSqrt(4000, width=512), Horizon(10_000, 0))
    assert max(rates) == rates[3999] == pytest.approx(6.99e-4, abs=1e-6)


def test_08_8_half_way_down_the_cosine_the_rate_is_half() -> None:
    """08.8 Warm-up + cosine: step 550 of 1000, warm-up 100, base 0.1."""
    rates = preview(schedules.warmup_cosine(steps=100), Horizon(1000, 0), lr=0.1)
    assert rates[550] == pytest.approx(0.05)
    assert rates[0] == pytest.approx(0.001)
    assert max(rates) == rates[99] == pytest.approx(0.1)


@pytest.mark.parametrize("seed", SEEDS)
def test_08_8_a_post_norm_transformer_needs_warm_up(seed: int) -> None:
    """08.8 No warm-up and 30 steps of it on a Transformer of three layers."""
    task = data.which_first(length=10)
    settings = models.TransformerSettings(width=32, heads=4, layers=3, norm_first=False)
    accuracies = []
    for schedule in (schedules.Cosine(), schedules.warmup_cosine(steps=30)):
        run = trained(
            on_digits(
                lambda: models.TransformerClassifier(
                    len(task.tokens), 2, length=10, settings=settings
                ),
                data=task,
                optimizer=optim.Adam(0.01),
                batch_size=32,
                steps=80,
                schedule=schedule,
            ),
            seed,
        )
        accuracies.append(run.validation())
    assert accuracies[0] < 0.7
    assert accuracies[1] > 0.85


def test_08_9_one_cycle_begins_at_a_25th_and_moves_the_momentum_the_other_way() -> None:
    """08.9 1cycle: rate and momentum of a run of 100 steps, highest rate 0.1."""
    cycle = schedules.OneCycle(momentum_range=(0.85, 0.95))
    rates = preview(cycle, Horizon(100, 0), lr=0.1)
    momenta = [m or 0.0 for m in preview_momentum(cycle, Horizon(100, 0))]
    assert rates[0] == pytest.approx(0.004)
    assert rates[29] == pytest.approx(0.1, rel=1e-2)
    assert rates[-1] == pytest.approx(4e-7, rel=1e-3)
    assert (momenta[0], min(momenta), momenta[-1]) == pytest.approx((0.95, 0.85, 0.95))
    assert momenta.index(min(momenta)) == rates.index(max(rates))


@pytest.mark.parametrize("seed", SEEDS)
def test_08_9_one_cycle_ends_lower_than_its_highest_rate_kept(seed: int) -> None:
    """08.9 1cycle vs constant."""
    settings = {
        "data": noisy(seed),
        "batch_size": 8,
        "epochs": 3,
        "optimizer": optim.SGD(0.05, momentum=0.9),
    }
    cycle = trained(
        on_digits(schedule=schedules.OneCycle(momentum_range=(0.85, 0.95)), **settings), seed
    )
    constant = trained(on_digits(**settings), seed)
    assert cycle.loss < constant.loss - 0.1


class FedWithTheLoss:
    """`scheduler.step(val_loss)` with a scheduler that takes the number for an epoch."""

    def factor(self, step: int, horizon: Horizon) -> float:
        return 1.0

    def marks(self, horizon: Horizon) -> tuple[schedules.Mark, ...]:
        return ()

    def react(self) -> TorchPlateauReaction:
        return TorchPlateauReaction(StepLR(dummy(), 2, 0.1), "loss")  # type: ignore[arg-type]


def test_08_10_a_step_scheduler_that_is_told_the_loss_never_moves() -> None:
    """08.10 Call order and granularity: `StepLR.step(val_loss)`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch deprecates the argument; that is the only sign
        fed = trained(on_digits(epochs=6, schedule=FedWithTheLoss(), optimizer=optim.SGD(0.1)))
        scheduler = StepLR(dummy(), 2, 0.1)
        scheduler.step(1.2)
    assert scheduler.last_epoch == 1.2
    right = trained(
        on_digits(epochs=6, schedule=schedules.StepDecay(2, 0.1), optimizer=optim.SGD(0.1))
    )
    assert len(fed.of(Evaluated)) == 6
    assert all(e.loss < 3 for e in fed.of(Evaluated))
    assert right.rates[-1] == pytest.approx(0.001)
    assert min(fed.rates) >= 0.01


def test_08_10_counted_by_steps_a_plan_for_epochs_is_over_in_no_time() -> None:
    """08.10 Batch or epoch: the same numbers in the wrong unit."""
    by_epoch, by_step = (
        trained(on_digits(epochs=4, schedule=schedules.StepDecay(2, 0.1, per=unit)))
        for unit in ("epoch", "step")
    )
    assert by_epoch.rates[33:35] == pytest.approx([0.3, 0.03])
    assert by_step.rates[10] < 1e-4
    assert by_step.loss > 2
    assert by_epoch.loss < by_step.loss - 0.4
    assert math.isclose(by_epoch.rates[0], by_step.rates[0])


def test_08_10_a_rate_that_is_recorded_is_the_one_that_was_used() -> None:
    """08.10 The first update is made with the schedule's first rate, not with what comes next."""
    one = Examples(torch.ones(4, 1), torch.ones(4, 1))
    run = trained(
        on_digits(
            models.linear_regression,
            data=Dataset("one", one, one),
            loss=losses.MSE(),
            metrics=(),
            batch_size=4,
            steps=3,
            schedule=schedules.StepDecay(1, 0.1, per="step"),
            optimizer=optim.SGD(1.0),
        )
    )
    assert run.rates == pytest.approx([1.0, 0.1, 0.01])
