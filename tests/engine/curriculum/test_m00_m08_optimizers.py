"""M07 Optimisers: what the engine does for each topic."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean

import pytest
import torch
from m00_m08 import on_digits, on_function, on_line, points, trained
from torch import Tensor, nn
from trained import SEEDS

from engine import Experiment, data, losses, optim, probes, surfaces
from engine import nn as models
from engine.data import Batch, Dataset, Examples
from engine.errors import ConfigurationError
from engine.events import RunStarted, StepEnded
from engine.observations import PathPoints
from engine.optim import from_scratch
from engine.study.lockstep import lockstep


def slope(rule: optim.Rule, steps: int = 100) -> list[float]:
    """The points of a descent on f(x) = x, whose gradient is 1 everywhere, from 0."""
    run = trained(
        on_function(
            lambda theta: theta[..., 0],
            (0.0, 0.0),
            optimizer=rule,
            steps=steps,
            probes=(probes.Path(),),
        )
    )
    return [x for x, _ in points(run.seen(PathPoints))]


def steps_of(path: Sequence[float]) -> list[float]:
    """How far each update went."""
    return [after - before for before, after in itertools.pairwise(path)]


SGD_STEPS: dict[str, tuple[dict[str, object], float]] = {
    "plain": ({}, -0.1),
    "momentum": ({"momentum": 0.9}, -1.0),
    "dampening": ({"momentum": 0.9, "dampening": 0.9}, -0.1),
    "nesterov": ({"momentum": 0.9, "nesterov": True}, -1.0),
    "maximize": ({"maximize": True}, 0.1),
}


@pytest.mark.parametrize("source", ["fast", "scratch", "torch"])
@pytest.mark.parametrize("name", SGD_STEPS)
def test_07_1_every_argument_of_sgd_changes_the_step_it_says(name: str, source: str) -> None:
    """07.1 SGD and its arguments: the step that it comes to on a constant slope."""
    settings, last = SGD_STEPS[name]
    path = slope(optim.SGD(0.1, source=source, **settings))  # type: ignore[arg-type]
    assert steps_of(path)[-1] == pytest.approx(last, rel=1e-2)


def test_07_1_weight_decay_finds_its_balance_and_the_default_rate_is_torchs() -> None:
    """07.1 Weight decay: 1 + λθ = 0; defaults; Nesterov's conditions."""
    path = slope(optim.SGD(0.1, weight_decay=0.5), steps=200)
    assert path[-1] == pytest.approx(-2, rel=1e-2)
    assert optim.SGD().lr == inspect.signature(torch.optim.SGD).parameters["lr"].default == 1e-3
    with pytest.raises(ConfigurationError, match="momentum above 0 and no dampening"):
        optim.SGD(0.1, nesterov=True)


def test_07_2_momentum_is_a_larger_rate_and_a_wider_range_of_rates() -> None:
    """07.2 Momentum, at equal rates and at equal effective rates η / (1 − β)."""
    small, same, plain = (
        trained(on_line(optimizer=rule, steps=100)).losses[-1]
        for rule in (optim.SGD(0.01), optim.SGD(0.01, momentum=0.9), optim.SGD(0.1))
    )
    assert small > 50 * same > 50 * plain

    def bowl(rule: optim.Rule) -> float:
        return trained(
            Experiment(landscape=surfaces.quadratic(100.0), optimizer=rule, steps=150)
        ).losses[-1]

    assert 1 / 4 < bowl(optim.SGD(0.1, momentum=0.9)) / bowl(optim.SGD(1.0)) < 4
    assert bowl(optim.SGD(10.0)) > 1e6
    assert bowl(optim.SGD(1.0, momentum=0.9)) < 1e-2 * bowl(optim.SGD(1.0))
    for beta, velocity in ((0.5, 2), (0.9, 10)):
        steps = steps_of(slope(optim.SGD(1.0, momentum=beta), steps=150))
        assert steps[-1] == pytest.approx(-velocity, rel=1e-3)


class NotNesterov(from_scratch.Optimizer):
    """What some call Nesterov: v ← β v + g, θ ← θ − η v."""

    def __init__(self, parameters: list[nn.Parameter], lr: float) -> None:
        super().__init__(parameters, lr)
        self.velocity = self.zeros()

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        self.velocity[i] = 0.9 * self.velocity[i] + g
        theta -= self.lr * self.velocity[i]


def steep(rule: optim.Rule, steps: int = 150) -> float:
    """What is left on ½ (x² + 50 y²) from (1, 1)."""
    run = trained(
        on_function(
            lambda theta: 0.5 * (theta[..., 0] ** 2 + 50 * theta[..., 1] ** 2),
            (1.0, 1.0),
            optimizer=rule,
            steps=steps,
        )
    )
    return max(run.losses[-20:])


def test_07_3_a_nesterov_without_look_ahead_is_momentum() -> None:
    """07.3 Nesterov on Rosenbrock's banana."""

    def banana(rule: optim.Rule) -> Experiment:
        return Experiment(landscape=surfaces.rosenbrock((-1.0, 1.0)), optimizer=rule, steps=300)

    wrong = banana(optim.from_scratch.FromScratch(lambda parameters: NotNesterov(parameters, 1e-3)))
    momentum = banana(optim.SGD(1e-3, momentum=0.9))
    real = banana(optim.SGD(1e-3, momentum=0.9, nesterov=True))
    assert max(twin.distance for twin in lockstep(wrong, momentum)) < 1e-5
    assert max(twin.distance for twin in lockstep(real, momentum)) > 1e-2


def test_07_3_nesterov_is_stable_for_smaller_rates_only() -> None:
    """07.3 Curvature 50, β = 0.9: the largest stable rates are 0.076 and 0.0271."""
    heavy = [steep(optim.SGD(lr, momentum=0.9)) for lr in (0.02, 0.03)]
    nesterov = [steep(optim.SGD(lr, momentum=0.9, nesterov=True)) for lr in (0.02, 0.03)]
    assert nesterov[0] < heavy[0] < 1e-2
    assert heavy[1] < 1e-2
    assert nesterov[1] > 1e20
    for limit, extra in ((2 * 1.9 / 50, False), (2 * 1.9 / (50 * 2.8), True)):
        assert limit == pytest.approx(0.0271 if extra else 0.076, abs=5e-5)
        below, above = (
            steep(optim.SGD(f * limit, momentum=0.9, nesterov=extra), 400) for f in (0.98, 1.02)
        )
        assert below < 1 < above


def rare_feature(seed: int) -> Dataset:
    """y = x₁ + x₂, where x₂ is 0 but in one example of fifty."""
    random = torch.Generator().manual_seed(seed)
    x = torch.randn(500, 2, generator=random)
    x[:, 1] = (torch.rand(500, generator=random) < 0.02).float()
    examples = Examples(x, x.sum(1, keepdim=True))
    return Dataset("rare", examples, examples)


@pytest.mark.parametrize("seed", SEEDS)
def test_07_4_adagrads_steps_shrink_and_rare_features_keep_theirs(seed: int) -> None:
    """07.4 AdaGrad."""
    steps = steps_of(slope(optim.Adagrad(0.01), steps=400))
    assert steps[0] == pytest.approx(-0.01, rel=1e-4)
    for t in (4, 100, 400):
        assert steps[t - 1] == pytest.approx(-0.01 / t**0.5, rel=2e-2)

    def missed(rule: optim.Rule) -> float:
        run = trained(
            on_line(
                model=lambda: nn.Linear(2, 1, bias=False),
                data=rare_feature(seed),
                optimizer=rule,
                batch_size=50,
                steps=80,
            ),
            seed,
        )
        return abs(1 - run.model.weight[0, 1].item())

    assert missed(optim.Adagrad(0.3)) < 0.15 < missed(optim.SGD(0.05))


def ones() -> nn.Module:
    """Two weights of 1."""
    model = nn.Linear(2, 1, bias=False)
    nn.init.ones_(model.weight)
    return model


def test_07_5_a_long_memory_forgets_a_large_gradient_slowly() -> None:
    """07.5 RMSProp: γ after the gradient has become a hundred times smaller."""
    for gamma in (0.9, 0.99, 0.999):
        calls = 0

        def falling(model: nn.Module, batch: Batch) -> Tensor:
            nonlocal calls
            calls += 1
            return (100.0 if calls <= 100 else 1.0) * model.weight.sum()

        rule = optim.RMSprop(0.01, alpha=gamma)
        run = trained(Experiment(model=ones, step_loss=falling, optimizer=rule, steps=300))
        assert (1 - run.model.weight).tolist()[0] == pytest.approx([moved(gamma)] * 2, rel=1e-3)
    late = [moved(gamma) - moved(gamma, steps=100) for gamma in (0.9, 0.99, 0.999)]
    assert late[0] > 10 * max(late[1:])
    assert optim.RMSprop().alpha == 0.99


def moved(gamma: float, steps: int = 300) -> float:
    """How far RMSProp goes in all, by its formula."""
    v = way = 0.0
    for t in range(1, steps + 1):
        g = 100.0 if t <= 100 else 1.0
        v = gamma * v + (1 - gamma) * g**2
        way += 0.01 * g / (v**0.5 + 1e-8)
    return way


class Uncorrected(from_scratch.Adam):
    """Adam without the hats."""

    def direction(self, i: int, g: Tensor) -> Tensor:
        self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
        return self.m[i] / (self.v[i].sqrt() + self.eps)


def test_07_6_without_bias_correction_the_first_steps_are_too_large() -> None:
    """07.6 Adam and bias correction: the first 50 steps."""
    bare = optim.from_scratch.FromScratch(lambda parameters: Uncorrected(parameters, 0.001))
    corrected = steps_of(slope(optim.Adam(0.001), steps=50))
    uncorrected = steps_of(slope(bare, steps=50))
    assert corrected == pytest.approx([-0.001] * 50, rel=1e-2)
    assert uncorrected[0] == pytest.approx(-0.001 * 0.1 / 0.001**0.5, rel=1e-2)
    assert min(uncorrected) < -0.004
    for scale in (1e-3, 1.0, 1e3):
        tilted = on_function(
            lambda theta, s=scale: s * theta[..., 0],
            (0.0, 0.0),
            optimizer=optim.Adam(0.001),
            steps=1,
            probes=(probes.Path(),),
        )
        assert points(trained(tilted).seen(PathPoints))[1][0] == pytest.approx(-0.001, rel=1e-2)


def test_07_7_decoupled_decay_shrinks_all_weights_alike() -> None:
    """07.7 AdamW, weight decay vs L2: gradients that alternate, of scale 10 and 0.1."""

    def left(rule: optim.Rule) -> list[float]:
        sign = 1.0

        def alternating(model: nn.Module, batch: Batch) -> Tensor:
            nonlocal sign
            sign = -sign
            return sign * (model.weight[0] * torch.tensor([10.0, 0.1])).sum()

        run = trained(Experiment(model=ones, step_loss=alternating, optimizer=rule, steps=1000))
        return run.model.weight[0].tolist()

    coupled = left(optim.Adam(1e-3, weight_decay=0.1))
    decoupled = left(optim.AdamW(1e-3, weight_decay=0.1))
    assert coupled == pytest.approx([0.992, 0.461], abs=0.01)
    assert decoupled == pytest.approx([0.906, 0.906], abs=0.005)
    assert pytest.approx(0.905, abs=1e-3) == (1 - 1e-4) ** 1000


def test_07_8_groups_have_rates_of_their_own_and_nobody_is_left_out() -> None:
    """07.8 Parameter groups: head 1e-2, body 1e-4."""
    grouped = optim.Groups(optim.SGD(1e-4), optim.Group("linear2.*", lr=1e-2))
    run = trained(on_digits(optimizer=grouped, steps=20))
    assert {step.lr for step in run.of(StepEnded)} == {(1e-4, 1e-2)}
    assert run.of(RunStarted)[0].groups == 2
    model = models.mlp(64, 32, 10)
    forgotten = torch.optim.SGD([{"params": model[2].parameters(), "lr": 1e-2}])
    inside = {id(p) for group in forgotten.param_groups for p in group["params"]}
    outside = [name for name, p in model.named_parameters() if id(p) not in inside]
    assert outside == ["linear1.weight", "linear1.bias"]
    with pytest.raises(ConfigurationError, match="No parameter is called so"):
        trained(on_digits(optimizer=optim.Groups(optim.SGD(), optim.Group("head.*", lr=1.0))))


RULES: dict[str, Callable[[float], optim.Rule]] = {
    "sgd": optim.SGD,
    "momentum": lambda lr: optim.SGD(lr, momentum=0.9),
    "adagrad": optim.Adagrad,
    "rmsprop": optim.RMSprop,
    "adam": optim.Adam,
}


def test_07_9_tuned_rates_change_the_ranking() -> None:
    """07.9 Test surfaces Rosenbrock, Beale; fair comparison."""

    def end(name: str, lr: float) -> float:
        experiment = Experiment(
            landscape=surfaces.beale(), optimizer=RULES[name](lr), steps=600, probes=()
        )
        final = trained(experiment).losses[-1]
        return final if final < float("inf") else float("inf")

    same = {name: end(name, 0.001) for name in RULES}
    assert same["momentum"] < same["sgd"] < 1 < same["adam"] < same["adagrad"]
    assert same["adagrad"] > 10
    tuned = {name: min(end(name, lr) for lr in (0.01, 0.1, 1.0)) for name in ("adagrad", "adam")}
    assert tuned["adagrad"] < 1e-3
    assert tuned["adam"] < 1e-6
    assert surfaces.beale().minimum == (3.0, 0.5)
    assert surfaces.beale().function(torch.tensor([3.0, 0.5])).item() == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_07_10_the_range_of_good_rates_has_two_ends(seed: int) -> None:
    """07.10 Sensitivity of optimisers to LR."""
    settings = {"epochs": 8}
    adam = {
        lr: trained(on_digits(optimizer=optim.Adam(lr), **settings), seed).validation()
        for lr in (1e-5, 1e-2, 1.0)
    }
    sgd = {
        lr: trained(on_digits(optimizer=optim.SGD(lr), **settings), seed).validation()
        for lr in (1e-3, 0.5, 10.0)
    }
    for accuracies in (adam, sgd):
        low, good, high = accuracies.values()
        assert good > 0.88
        assert low < 0.45
        assert high < 0.6


@pytest.mark.parametrize("name", RULES)
def test_07_11_every_optimiser_from_scratch_draws_torchs_curve(name: str) -> None:
    """07.11 Optimisers from scratch: 100 steps beside torch's own."""
    rule = RULES[name](0.01)
    ours, theirs = (replace(rule, source=source) for source in ("scratch", "torch"))  # type: ignore[type-var]
    twins = list(
        lockstep(on_digits(optimizer=ours, steps=100), on_digits(optimizer=theirs, steps=100))
    )
    assert len(twins) == 100
    assert twins[-1].distance < 1e-3
    gaps = [abs(twin.first.loss - twin.second.loss) for twin in twins]
    assert fmean(gaps) < 1e-5


def test_07_11_in_double_precision_they_agree_to_the_last_digits() -> None:
    """07.11 Largest difference of a parameter after 100 steps."""
    line = data.line()
    x, y = line.train.inputs.double(), line.train.targets.double()
    models_ = [nn.Linear(1, 1).double() for _ in range(2)]
    models_[1].load_state_dict(models_[0].state_dict())
    ours = from_scratch.Adam(models_[0].parameters(), 0.01)
    theirs = torch.optim.Adam(models_[1].parameters(), 0.01)
    for _ in range(100):
        for model, rule in zip(models_, (ours, theirs), strict=True):
            rule.zero_grad()
            losses.MSE()(model(x), y).backward()
            rule.step()
    for one, other in zip(models_[0].parameters(), models_[1].parameters(), strict=True):
        assert torch.allclose(one, other, rtol=0, atol=1e-12)
