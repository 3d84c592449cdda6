"""Accumulation, mixed precision, averaged and best weights: exactly what they claim to be."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from typing import Any

import pytest
import recipes
import torch
from hypothesis import given
from hypothesis import strategies as st
from recipes import losses, of
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from engine import Experiment, data, optim, train
from engine.batches import Batches, Position
from engine.data import Batch, Dataset, Examples
from engine.errors import ConfigurationError
from engine.events import BestKept, Evaluated, RunEnded, StepEnded, StepSkipped
from engine.loop import training
from engine.setup import Setup, prepare
from engine.steering import Steering
from engine.tricks import EMA, KeepBest
from engine.tricks.best import Best
from engine.tricks.precision import LossScaler

CPU = torch.device("cpu")


def trained(experiment: Experiment, seed: int = 0) -> tuple[Setup, list[Any]]:
    """A model trained in this process, and what was said about it."""
    setup = prepare(experiment, seed=seed, device=CPU)
    torch.manual_seed(0)
    return setup, list(training(setup, Steering()))


def scalar(values: list[float]) -> Dataset:
    """One input per sample, and 0 to predict."""
    inputs = torch.tensor(values).unsqueeze(1)
    examples = Examples(inputs, torch.zeros_like(inputs))
    return Dataset("numbers", examples, examples)


# Accumulation


@pytest.mark.parametrize(("micro", "windows"), [(8, 4), (4, 8), (16, 2)])
def test_accumulated_batches_are_the_large_batch(micro: int, windows: int) -> None:
    """300 samples make 9 windows of 32 and one of 12, whose last part may be smaller still."""
    large, _ = trained(recipes.moons(batch_size=32, epochs=2))
    small, events = trained(recipes.moons(batch_size=micro, accumulate=windows, epochs=2))
    assert len(of(StepEnded, events)) == 20
    for one, other in zip(large.parameters, small.parameters, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)


def test_the_last_partial_window_is_divided_by_what_is_in_it() -> None:
    """Ten batches in windows of four: gradients of 1 in each give updates of 1, 1 and 1."""
    ones = scalar([1.0] * 10)
    experiment = Experiment(
        model=lambda: nn.Linear(1, 1, bias=False),
        data=ones,
        loss=lambda prediction, _: prediction.mean(),
        optimizer=optim.SGD(1.0),
        batch_size=1,
        accumulate=4,
        epochs=1,
    )
    setup = prepare(experiment, seed=0, device=CPU)
    before = setup.parameters[0].item()
    events = list(training(setup, Steering()))
    assert before - setup.parameters[0].item() == pytest.approx(3.0)
    assert [event.grad_norm for event in of(StepEnded, events)] == pytest.approx([1.0] * 3)
    assert setup.parameters[0].grad is None


def test_a_window_is_weighted_by_samples_not_by_batches() -> None:
    experiment = Experiment(
        model=lambda: nn.Linear(1, 1, bias=False),
        data=scalar([0.0, 1.0, 2.0, 3.0, 4.0]),
        loss=lambda prediction, _: prediction.mean(),
        optimizer=optim.SGD(0.0),
        batch_size=4,
        accumulate=2,
        steps=1,
    )
    _, events = trained(experiment)
    assert of(StepEnded, events)[0].grad_norm == pytest.approx(2.0)  # mean of 0 … 4


def test_steps_per_epoch_counts_updates() -> None:
    experiment = recipes.moons(batch_size=32, accumulate=4, epochs=3)
    assert (experiment.batches_per_epoch, experiment.steps_per_epoch) == (10, 3)
    assert experiment.total_steps == 9
    assert recipes.moons(batch_size=32, drop_last=True, epochs=1).steps_per_epoch == 9


def test_drop_last_leaves_the_small_batch_out() -> None:
    experiment = recipes.moons(batch_size=32, drop_last=True, epochs=2)
    batches = Batches(experiment, experiment.data, 0, CPU)
    sizes = []
    for window in batches.after(Position()):
        if window.epoch == 2:
            break
        (batch,) = window.batches
        assert batch is not None
        sizes.append(len(batch.targets))
    assert sizes == [32] * 18


# Mixed precision


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_low_precision_trains_and_keeps_weights_in_32_bits(precision: Any) -> None:
    setup, events = trained(recipes.moons(precision=precision, steps=60))
    full = losses(trained(recipes.moons(steps=60))[1])
    low = losses(events)
    assert low != full
    assert low[-1] == pytest.approx(full[-1], rel=0.1)
    assert {parameter.dtype for parameter in setup.parameters} == {torch.float32}


def test_the_recorded_norm_is_that_of_the_unscaled_gradient() -> None:
    _, scaled = trained(recipes.moons(precision="fp16", steps=1))
    _, plain = trained(recipes.moons(steps=1))
    assert of(StepEnded, scaled)[0].grad_norm == pytest.approx(
        of(StepEnded, plain)[0].grad_norm, rel=1e-2
    )


class Spiky(nn.Module):
    """Its gradient is too large for float16 at steps that a list names."""

    def __init__(self, spikes: set[int]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))
        self.spikes, self.step = spikes, 0

    def loss(self) -> Tensor:
        """θ, times infinity where there is a spike; finite in value all the same."""
        self.step += 1
        if self.step in self.spikes:
            return self.weight + (self.weight - self.weight.detach()) * math.inf
        return self.weight * 1.0


def test_an_overflowed_step_is_skipped_and_said() -> None:
    """Weights, schedule and average stand still; the scale is halved; the run goes on."""
    seen: list[float] = []

    def step_loss(model: nn.Module, _: Batch) -> Tensor:
        assert isinstance(model, Spiky)
        seen.append(model.weight.item())
        loss = model.loss()
        return loss.nan_to_num() if model.step in model.spikes else loss

    class Counting:
        """1 at the first update, 2 at the second, …"""

        def factor(self, step: int, horizon: object) -> float:
            return float(step + 1)

        def marks(self, horizon: object) -> tuple[()]:
            return ()

    experiment = Experiment(
        model=lambda: Spiky({2, 3}),
        step_loss=step_loss,
        optimizer=optim.SGD(0.01),
        schedule=Counting(),
        precision="fp16",
        steps=5,
    )
    _, events = trained(experiment)
    skipped = of(StepSkipped, events)
    assert [event.step for event in skipped] == [2, 3]
    assert [event.scale for event in skipped] == [2.0**15, 2.0**14]
    assert [event.lr[0] for event in of(StepEnded, events)] == pytest.approx(
        [0.01, 0.02, 0.02, 0.02, 0.03]
    )
    assert seen[1] == seen[2] == seen[3] != seen[4]
    assert of(RunEnded, events)[0].status == "finished"


@given(
    overflows=st.lists(st.booleans(), min_size=1, max_size=40),
    interval=st.integers(1, 5),
)
def test_the_scale_is_that_of_torchs_scaler(overflows: list[bool], interval: int) -> None:
    ours = LossScaler(growth_interval=interval)
    theirs = torch.amp.GradScaler("cpu", growth_interval=interval)
    weight = nn.Parameter(torch.zeros(()))
    optimizer = torch.optim.SGD([weight], lr=0.0)
    for overflow in overflows:
        theirs.scale(torch.ones(()))
        weight.grad = torch.tensor(math.inf if overflow else 1.0)
        theirs.step(optimizer)
        theirs.update()
        gradient = torch.tensor(math.inf if overflow else 1.0)
        ours.update(finite=ours.unscale([gradient]))
        assert ours.scale == theirs.get_scale()


# Averaged weights


def weights_over_time(buffers: bool) -> Iterator[nn.Module]:
    """One model whose weights walk at random; with batch norm where asked."""
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)) if buffers else nn.Linear(3, 4)
    for _ in range(30):
        yield model
        with torch.no_grad():
            for tensor in (*model.parameters(), *model.buffers()):
                if tensor.is_floating_point():
                    tensor.add_(torch.randn_like(tensor))
                else:
                    tensor.add_(1)


@pytest.mark.parametrize("buffers", [False, True])
def test_the_average_is_torchs(buffers: bool) -> None:
    """Parameters and float buffers alike; integer buffers are those of the model."""
    ours = theirs = None
    model: nn.Module | None = None
    for model in weights_over_time(buffers):
        if ours is None or theirs is None:
            ours = EMA(0.9, debias=False).start(model)
            theirs = AveragedModel(
                copy.deepcopy(model), multi_avg_fn=get_ema_multi_avg_fn(0.9), use_buffers=True
            )
            theirs.update_parameters(model)  # type: ignore[no-untyped-call]
            continue
        ours.update()
        theirs.update_parameters(model)  # type: ignore[no-untyped-call]
    assert ours is not None
    assert theirs is not None
    assert model is not None
    own = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with ours.swapped_in(), torch.no_grad():
        for (name, mine), other in zip(
            model.state_dict().items(), theirs.module.state_dict().values(), strict=True
        ):
            if mine.is_floating_point():
                torch.testing.assert_close(mine, other)
            else:
                assert torch.equal(mine, own[name])
    for name, tensor in model.state_dict().items():
        assert torch.equal(tensor, own[name])


def test_without_its_bias_the_average_is_a_weighted_mean_of_what_was_seen() -> None:
    weight = nn.Linear(1, 1, bias=False)
    average = EMA(0.9).start(weight)
    seen = []
    for value in (4.0, 7.0, -2.0):
        with torch.no_grad():
            weight.weight.fill_(value)
        average.update()
        seen.append(value)
    shares = [0.9**2, 0.9, 1.0]
    expected = sum(s * v for s, v in zip(shares, seen, strict=True)) / sum(shares)
    with average.swapped_in():
        assert weight.weight.item() == pytest.approx(expected)


def test_what_is_left_of_the_initial_weights() -> None:
    weight = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        weight.weight.fill_(1.0)
        average = EMA(0.999, debias=False).start(weight)
        weight.weight.fill_(0.0)
        for _ in range(30):
            average.update()
        with average.swapped_in():
            assert weight.weight.item() == pytest.approx(0.970, abs=5e-4)


def test_both_weights_are_evaluated_and_training_is_not_disturbed() -> None:
    plain, without = trained(recipes.moons(model="dropping"))
    averaged, events = trained(recipes.moons(model="dropping", average=EMA(0.9)))
    assert losses(events) == losses(without)
    for one, other in zip(plain.parameters, averaged.parameters, strict=True):
        assert torch.equal(one, other)
    measured = of(Evaluated, events)
    assert [e.weights for e in measured] == ["current", "average"] * 4
    assert [e.loss for e in measured[::2]] == [e.loss for e in of(Evaluated, without)]
    assert measured[0].loss != measured[1].loss


# Best weights, early stopping


def fed(rule: KeepBest, values: list[float]) -> Best:
    """A memory that was told these values, until its patience was used up."""
    best = rule.start()
    model = nn.Linear(1, 1)
    for number, value in enumerate(values):
        best.report(number, value, model)
        if best.exhausted:
            break
    return best


@pytest.mark.parametrize(
    ("values", "stops_at"),
    [
        ([0.5] * 20, 5),
        ([5.0, 4.0, 3.0, 2.0, 1.0, *[math.nan] * 15], 9),
        ([5.0, math.nan, *[5.0] * 15], 5),
        ([0.1 * step for step in range(20)], 5),
        ([1 / (step + 1) for step in range(20)], None),
        ([math.nan] * 20, 4),
    ],
)
def test_ties_and_nan_are_no_progress(values: list[float], stops_at: int | None) -> None:
    best = KeepBest(patience=5).start()
    model = nn.Linear(1, 1)
    stopped = None
    for number, value in enumerate(values):
        best.report(number, value, model)
        if best.exhausted:
            stopped = number
            break
    assert stopped == stops_at


@given(
    values=st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=30),
    patience=st.integers(1, 6),
    min_delta=st.sampled_from([0.0, 0.1]),
)
def test_the_best_is_the_best(values: list[float], patience: int, min_delta: float) -> None:
    """Against a second reading of the rule: whole prefix, no state."""
    best = fed(KeepBest(patience=patience, min_delta=min_delta), values)
    record, where = math.inf, None
    for number, value in enumerate(values):
        if record - value > min_delta:
            record, where = value, number
        elif number - (-1 if where is None else where) >= patience:
            break
    assert best.value == record
    assert best.step == (where or 0)


def overfitting(**more: Any) -> Experiment:
    """Few points and wrong labels: the validation gets worse before long."""
    few = data.moons(n=60, noise=0.6, seed=1)
    settings: dict[str, Any] = {
        "model": lambda: nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 2)),
        "data": few,
        "loss": F.cross_entropy,
        "optimizer": optim.AdamW(0.05),
        "steps": 300,
        "evaluate_every": 5,
    }
    return Experiment(**{**settings, **more})


def test_early_stopping_ends_the_run_with_its_best_weights() -> None:
    setup, events = trained(overfitting(keep_best=KeepBest(patience=6)))
    measured = of(Evaluated, events)
    lowest = min(measured, key=lambda event: event.loss)
    (kept,) = of(BestKept, events)
    assert (kept.step, kept.value, kept.patience_used_up) == (lowest.step, lowest.loss, True)
    ended = of(RunEnded, events)[0]
    assert (ended.status, ended.steps) == ("finished", lowest.step + 6 * 5)
    validation = setup.data.validation  # type: ignore[union-attr]
    setup.model.eval()
    with torch.no_grad():
        loss = F.cross_entropy(setup.model(validation.inputs), validation.targets)
    assert loss.item() == pytest.approx(lowest.loss, rel=1e-6)


def test_without_patience_the_run_goes_on_and_keeps_its_best() -> None:
    _, events = trained(overfitting(keep_best=KeepBest()))
    assert of(RunEnded, events)[0].steps == 300
    assert not of(BestKept, events)[0].patience_used_up


def test_a_metric_can_decide() -> None:
    rule = KeepBest(metric="accuracy", mode="max", patience=4)
    experiment = overfitting(keep_best=rule, metrics=(("accuracy", recipes.accuracy),))
    events = list(train(experiment, device="cpu"))
    (kept,) = of(BestKept, events)
    assert kept.value == max(event.value("accuracy") or 0 for event in of(Evaluated, events))
    with pytest.raises(ConfigurationError, match=r"keep_best\.metric cannot be 'acuracy'"):
        overfitting(keep_best=KeepBest(metric="acuracy"), metrics=(("accuracy", recipes.accuracy),))
