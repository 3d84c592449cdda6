"""The loop is the bare PyTorch loop, bit for bit, and says truly what it did."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable
from typing import Any

import pytest
import recipes
import torch
from recipes import losses, of
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, looking, optim, schedules, seeding, surfaces, train
from engine.commands import Pause, Resume, Stop
from engine.data import Batch
from engine.events import Evaluated, Event, NonFinite, Probed, RunEnded, RunStarted, StepEnded
from engine.loop import training
from engine.setup import Setup, prepare
from engine.steering import Steering

CPU = torch.device("cpu")
TorchOptimizer = Callable[[Iterable[nn.Parameter]], torch.optim.Optimizer]


def bare_loop(model: str, make: TorchOptimizer, *, seed: int, epochs: int) -> list[float]:
    """What anybody would write, with the engine's seeds."""
    torch.manual_seed(seeding.derive(seed, "init"))
    net = recipes.MODELS[model]()
    optimizer = make(net.parameters())
    points = data.moons().train
    torch.manual_seed(seeding.derive(seed, "noise"))
    seen = []
    for epoch in range(epochs):
        generator = torch.Generator().manual_seed(seeding.derive(seed, "order", epoch))
        order = torch.randperm(len(points), generator=generator)
        for batch in order.split(32):
            loss = F.cross_entropy(net(points.inputs[batch]), points.targets[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            seen.append(loss.item())
    return seen


def drain(setup: Setup) -> list[Event]:
    """Train a set-up to its end, in this process and with its random numbers."""
    torch.manual_seed(0)
    return list(training(setup, Steering()))


@pytest.mark.parametrize(
    "make",
    [
        lambda ps: torch.optim.SGD(ps, lr=0.1, momentum=0.9, nesterov=True),
        lambda ps: torch.optim.AdamW(ps, lr=0.01),
        lambda ps: torch.optim.Adam(ps, lr=0.01, weight_decay=0.1),
        lambda ps: torch.optim.RMSprop(ps, lr=0.001),
        lambda ps: torch.optim.AdamW(ps, lr=0.01, fused=True),
    ],
    ids=["SGD", "AdamW", "Adam", "RMSprop", "fused AdamW"],
)
@pytest.mark.parametrize("model", ["classifier", "dropping"])
def test_losses_are_those_of_the_bare_loop_bit_for_bit(make: TorchOptimizer, model: str) -> None:
    ours = losses(train(recipes.moons(model=model, optimizer=make, epochs=3), seed=7, device="cpu"))
    assert ours == bare_loop(model, make, seed=7, epochs=3)


def test_a_rule_is_the_fused_optimiser_bit_for_bit() -> None:
    def fused(ps: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
        return torch.optim.SGD(ps, lr=0.1, momentum=0.9, fused=True)

    ours = losses(train(recipes.moons(epochs=3), seed=7, device="cpu"))
    assert ours == bare_loop("classifier", fused, seed=7, epochs=3)


def test_seed_3_always_gives_these_losses() -> None:
    seen = losses(train(recipes.moons(), seed=3, device="cpu"))
    assert [seen[index] for index in (0, 1, 9, 19, 39)] == pytest.approx(
        [0.7257, 0.7005, 0.4188, 0.3671, 0.5167], abs=2e-4
    )


def test_every_epoch_meets_every_sample_once_the_last_batch_being_smaller() -> None:
    batches: list[Tensor] = []

    def noting(model: nn.Module, batch: Batch) -> Tensor:
        if model.training:
            batches.append(batch.inputs)
        return F.cross_entropy(model(batch.inputs), batch.targets)

    events = list(train(recipes.moons(epochs=2, step_loss=noting), device="cpu"))
    steps = of(StepEnded, events)
    assert [event.step for event in steps] == list(range(1, 21))
    assert [event.epoch for event in steps] == [0] * 10 + [1] * 10
    assert [len(batch) for batch in batches] == ([32] * 9 + [12]) * 2
    everything = sorted(data.moons().train.inputs.tolist())
    first, second = torch.cat(batches[:10]), torch.cat(batches[10:])
    assert sorted(first.tolist()) == sorted(second.tolist()) == everything
    assert not torch.equal(first, second)


@pytest.mark.parametrize(
    ("budget", "asked", "steps"),
    [({"steps": 13}, None, 13), ({"epochs": 2}, None, 20), ({"epochs": 2}, 3, 3), ({}, 55, 55)],
)
def test_the_budget_is_kept(budget: dict[str, int], asked: int | None, steps: int) -> None:
    events = list(train(recipes.moons(**budget), device="cpu", steps=asked))
    started = of(RunStarted, events)[0]
    assert (started.steps, started.steps_per_epoch) == (steps, 10)
    assert len(of(StepEnded, events)) == steps
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert (ended.status, ended.steps, ended.problem) == ("finished", steps, None)
    assert ended.steps_per_second == steps / ended.seconds > 0


@pytest.mark.parametrize("batch_size", [None, 300, 4000])
def test_a_batch_as_large_as_the_data_is_all_of_it(batch_size: int | None) -> None:
    experiment = recipes.moons(batch_size=batch_size, epochs=2)  # type: ignore[arg-type]
    events = list(train(experiment, device="cpu"))
    assert [event.epoch for event in of(StepEnded, events)] == [0, 1]


def test_the_start_says_what_is_going_to_train() -> None:
    events = train(recipes.moons(), device="cpu")
    started = next(events)
    assert isinstance(started, RunStarted)
    assert started.device == "cpu"
    assert started.parameters == 2 * 16 + 16 + 16 * 2 + 2
    assert started.layers == ("linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias")
    assert (started.groups, started.optimizer) == (1, "SGD, fused kernel")


def test_a_landscape_is_descended_from_its_start() -> None:
    landscape = surfaces.quadratic(10.0)
    events = list(train(recipes.valley(steps=5), device="cpu"))
    theta = torch.tensor(landscape.start, requires_grad=True)
    expected = []
    for _ in range(5):
        height = landscape.function(theta)
        (slope,) = torch.autograd.grad(height, theta)
        expected.append(height.item())
        theta = (theta - 0.01 * slope).detach().requires_grad_()
    assert losses(events) == pytest.approx(expected, rel=1e-6)
    assert [event.epoch for event in of(StepEnded, events)] == [0] * 5
    assert not of(Evaluated, events)
    assert of(Probed, events)[-1].step == 5


# Evaluation


def test_validation_is_measured_once_an_epoch_and_at_the_end() -> None:
    events = list(train(recipes.moons(steps=25), device="cpu"))
    assert [event.step for event in of(Evaluated, events)] == [10, 20, 25]
    assert {event.split for event in of(Evaluated, events)} == {"validation"}


def test_validation_is_measured_as_often_as_asked_and_never_twice() -> None:
    steering = Steering()
    events = []
    for event in train(recipes.moons(evaluate_every=7), device="cpu", steering=steering):
        events.append(event)
        if isinstance(event, StepEnded) and event.step == 14:
            steering.put(Stop())
    assert [event.step for event in of(Evaluated, events)] == [7, 14]


def test_evaluation_is_the_mean_over_samples_in_eval_mode() -> None:
    points = data.moons(n=12_000).split("train")
    many = data.Dataset("many", data.moons().train, points)
    setup = prepare(
        recipes.moons(
            model="dropping", data=many, metrics=(("accuracy", recipes.accuracy),), steps=8
        ),
        seed=1,
        device=CPU,
    )
    evaluated = of(Evaluated, drain(setup))[-1]
    assert setup.model.training
    setup.model.eval()
    with torch.no_grad():
        scores = setup.model(points.inputs)
        loss = F.cross_entropy(scores.double(), points.targets).item()
    assert evaluated.loss == pytest.approx(loss, rel=1e-5)
    assert [metric.name for metric in evaluated.metrics] == ["accuracy"]
    assert evaluated.metrics[0].value == recipes.accuracy(scores, points.targets)


def test_without_validation_samples_nothing_is_measured() -> None:
    points = data.moons().train
    empty = data.Examples(points.inputs[:0], points.targets[:0])
    alone = recipes.moons(data=data.Dataset("alone", points, empty))
    events = list(train(alone, device="cpu"))
    assert not of(Evaluated, events)
    assert len(of(StepEnded, events)) == 40


def test_a_probe_looks_at_most_once_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "INTERVAL", 0.0)
    monkeypatch.setattr(looking, "SHARE", 1.0)
    steering = Steering()
    seen = []
    for event in train(recipes.moons(probed=True, steps=12), device="cpu", steering=steering):
        if isinstance(event, Probed):
            seen.append(event.step)
        if isinstance(event, StepEnded) and event.step in (4, 8):
            steering.put(Pause())
            steering.put(Resume())
    assert seen == list(range(13))


# Learning rates


def test_the_recorded_rate_is_the_one_the_optimiser_used() -> None:
    used: list[tuple[float, ...]] = []

    def two_groups(parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
        first, *rest = parameters
        groups = [{"params": [first], "lr": 0.5}, {"params": rest, "lr": 0.02}]
        optimizer = torch.optim.SGD(groups)
        optimizer.register_step_pre_hook(
            lambda optimizer, *_: used.append(
                tuple(group["lr"] for group in optimizer.param_groups)
            )
        )
        return optimizer

    cosine = schedules.Cosine()
    events = list(train(recipes.moons(optimizer=two_groups, schedule=cosine), device="cpu"))
    recorded = [event.lr for event in of(StepEnded, events)]
    horizon = schedules.Horizon(40, 10)
    assert recorded == used
    assert recorded == [
        (0.5 * cosine.factor(step, horizon), 0.02 * cosine.factor(step, horizon))
        for step in range(40)
    ]
    assert of(RunStarted, events)[0].groups == 2


# Numbers that are none


def breaks_at(step: int, how: Callable[[nn.Module, Tensor], Tensor]) -> Any:
    """A loss that is as usual except at one step."""
    now = 0

    def loss(model: nn.Module, batch: Batch) -> Tensor:
        nonlocal now
        usual = F.cross_entropy(model(batch.inputs), batch.targets)
        if not model.training:
            return usual
        now += 1
        return how(model, usual) if now == step else usual

    return loss


def bad_loss(model: nn.Module, usual: Tensor) -> Tensor:
    """Infinite, with gradients that are not numbers in every layer."""
    return usual / 0.0 * 0.0


def bad_gradient(model: nn.Module, usual: Tensor) -> Tensor:
    """A finite loss; √ has no slope at 0, here in one layer only."""
    bias: Tensor = model.linear2.bias  # type: ignore[assignment, union-attr]
    return usual + (bias * 0).sqrt().sum()


@pytest.mark.parametrize(
    ("how", "what", "layer"),
    [(bad_loss, "loss", ""), (bad_gradient, "gradient", "linear2.bias")],
)
def test_a_run_that_diverges_says_so_and_keeps_its_last_good_weights(
    how: Callable[[nn.Module, Tensor], Tensor], what: str, layer: str
) -> None:
    experiment = recipes.moons(step_loss=breaks_at(6, how))
    setup = prepare(experiment, seed=0, device=CPU)
    healthy = prepare(recipes.moons(steps=5), seed=0, device=CPU)
    drain(healthy)
    events = drain(setup)
    assert of(NonFinite, events) == [NonFinite(step=6, what=what, layer=layer)]  # type: ignore[arg-type]
    assert [event.step for event in of(StepEnded, events)] == [1, 2, 3, 4, 5, 6]
    assert not of(Evaluated, events)
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert (ended.status, ended.steps) == ("diverged", 6)
    assert ended.problem is not None
    assert ended.problem.title == "Diverged at step 6"
    assert what in ended.problem.reason
    assert ended.problem.next_step
    for ours, theirs in zip(setup.parameters, healthy.parameters, strict=True):
        assert torch.equal(ours, theirs)


def test_a_rate_that_is_too_high_diverges_and_raises_nothing() -> None:
    events = list(train(recipes.valley(steps=2000), device="cpu"))
    assert isinstance(events[-1], RunEnded)
    assert events[-1].status == "finished"
    steep = Experiment(landscape=surfaces.quadratic(10.0), optimizer=optim.SGD(100.0), steps=2000)
    events = list(train(steep, device="cpu"))
    assert isinstance(events[-1], RunEnded)
    assert events[-1].status == "diverged"
    assert len(of(StepEnded, events)) == events[-1].steps < 2000


def test_a_run_without_a_guard_says_it_once_and_goes_on() -> None:
    experiment = recipes.moons(step_loss=breaks_at(6, bad_loss), stop_when_not_finite=False)
    events = list(train(experiment, device="cpu"))
    assert [event.step for event in of(NonFinite, events)] == [6]
    assert len(of(StepEnded, events)) == 40
    assert math.isnan(losses(events)[-1])
    assert [event.step for event in of(Evaluated, events)] == [10, 20, 30, 40]
    assert isinstance(events[-1], RunEnded)
    assert (events[-1].status, events[-1].problem) == ("finished", None)


# Parameters that take no part


def with_model(model: Callable[[], nn.Module], **more: Any) -> Experiment:
    """Two moons and a model of one's own."""
    return dataclasses.replace(recipes.moons(**more), model=model)


class Aside(nn.Module):
    """One frozen layer, and one that is used only in odd steps."""

    def __init__(self) -> None:
        super().__init__()
        self.frozen = nn.Linear(2, 2).requires_grad_(False)
        self.sometimes = nn.Linear(2, 2)
        self.always = nn.Linear(2, 2)
        self.step = 0

    def forward(self, inputs: Tensor) -> Tensor:
        self.step += self.training
        hidden = self.frozen(inputs)
        if self.step % 2:
            hidden = self.sometimes(hidden)
        scores: Tensor = self.always(hidden)
        return scores


@pytest.mark.parametrize(
    "rule", [optim.SGD(0.1, momentum=0.9, weight_decay=0.1), optim.AdamW(0.1)], ids=repr
)
def test_a_parameter_without_a_gradient_rests_and_has_norm_0_in_its_place(
    rule: optim.SGD | optim.AdamW,
) -> None:
    setup = prepare(with_model(Aside, optimizer=rule, steps=6), seed=0, device=CPU)
    model = setup.model
    assert isinstance(model, Aside)
    frozen = model.frozen.weight.clone()
    sometimes = []
    for event in training(setup, Steering()):
        if isinstance(event, StepEnded):
            sometimes.append(model.sometimes.weight.detach().clone())
            assert [norm > 0 for norm in event.layer_norms] == [event.step % 2 == 1] * 2 + [
                True
            ] * 2
            total = math.sqrt(sum(norm**2 for norm in event.layer_norms))
            assert event.grad_norm == pytest.approx(total)
    assert setup.started.layers[:2] == ("sometimes.weight", "sometimes.bias")
    assert torch.equal(model.frozen.weight, frozen)
    assert torch.equal(sometimes[0], sometimes[1])
    assert not torch.equal(sometimes[1], sometimes[2])


@pytest.mark.parametrize("rule", [optim.SGD(0.1), optim.AdamW(0.1)], ids=repr)
def test_a_step_in_which_nothing_has_a_gradient_changes_nothing(
    rule: optim.SGD | optim.AdamW,
) -> None:
    def elsewhere(model: nn.Module, batch: Batch) -> Tensor:
        return torch.ones((), requires_grad=True) * 2

    setup = prepare(recipes.moons(optimizer=rule, step_loss=elsewhere, steps=3), seed=0, device=CPU)
    before = [parameter.detach().clone() for parameter in setup.parameters]
    steps = of(StepEnded, drain(setup))
    assert [(event.loss, event.grad_norm) for event in steps] == [(2.0, 0.0)] * 3
    assert steps[0].layer_norms == (0.0,) * 4
    assert all(map(torch.equal, before, setup.parameters))


def test_an_error_of_the_experiment_is_the_callers() -> None:
    with pytest.raises(ArithmeticError, match="the sky fell"):
        list(train(recipes.raises_at_step(3), device="cpu"))


# What an experiment must not be

GOOD: dict[str, Any] = {
    "optimizer": optim.SGD(),
    "model": recipes.classifier,
    "data": data.moons(),
    "loss": F.cross_entropy,
    "steps": 3,
}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"steps": None}, "either epochs or steps"),
        ({"epochs": 2}, "either epochs or steps"),
        ({"model": None}, "either a model or a landscape"),
        ({"landscape": surfaces.rosenbrock()}, "either a model or a landscape"),
        ({"data": None}, "data and a loss"),
        ({"loss": None}, "data and a loss"),
        ({"data": None, "steps": None, "epochs": 2}, "no epochs"),
        ({"model": None, "landscape": surfaces.rosenbrock()}, "neither"),
        ({"steps": 0}, "steps cannot be 0. Give a number at least 1"),
        ({"steps": None, "epochs": -1}, "epochs cannot be -1"),
        ({"batch_size": 0}, "batch_size cannot be 0"),
        ({"evaluate_every": 0}, "evaluate_every cannot be 0"),
        ({"threads": 0}, "threads cannot be 0"),
    ],
)
def test_an_inconsistent_experiment_is_refused(changed: dict[str, Any], says: str) -> None:
    Experiment(**GOOD)
    with pytest.raises(ValueError, match=says):
        Experiment(**{**GOOD, **changed})


def test_a_run_of_no_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 step"):
        next(train(recipes.moons(), device="cpu", steps=0))
