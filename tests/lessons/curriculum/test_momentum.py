"""What the lesson on momentum says is what its lab shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from helpers import SEEDS, Bench, bench, finished
from torch import nn

from engine import Experiment, optim, surfaces
from engine.optim import Rule, from_scratch
from engine.surfaces import Landscape
from engine.training import train
from lessons.curriculum.optimizers.momentum import lab
from lessons.lab import FinishedRun

BETA = 0.9


@pytest.fixture(scope="module")
def momentum() -> Bench:
    return bench("optimizers/momentum")


def descend(landscape: Landscape, rule: Rule, steps: int) -> FinishedRun:
    experiment = Experiment(landscape=landscape, optimizer=rule, steps=steps)
    return finished("by hand", 0, train(experiment, device="cpu"))


@pytest.mark.parametrize(
    ("prediction", "answer"),
    [
        ("equal_rates", "same"),
        ("ten_times", "ball"),
        ("twice_as_far", "ball_far"),
        ("nearest", "moons_gentle"),
    ],
)
def test_every_seed_gives_the_answer_that_the_text_explains(
    momentum: Bench, prediction: str, answer: str
) -> None:
    assert [momentum.observed(prediction, seed) for seed in SEEDS] == [answer] * len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_implementations_agree_whichever_way_a_processor_rounds(
    momentum: Bench, seed: int
) -> None:
    assert momentum.observed("whose_code", seed) in ("close", "bits")


def test_scenarios_end_as_declared_and_each_is_run_somewhere(momentum: Bench) -> None:
    for scenario in momentum.lesson.lab.scenarios:
        assert momentum.run(scenario.name).status == scenario.ends
    assert momentum.never_run() == set()


def test_terminal_velocity(momentum: Bench) -> None:
    velocity = 0.0
    for _ in range(200):
        velocity = BETA * velocity + 1
    assert momentum.number("terminal_velocity") == pytest.approx(velocity)


def test_a_rate_inside_the_velocity_coasts_on_after_a_drop() -> None:
    weight = nn.Parameter(torch.zeros(()))
    ours = from_scratch.SGD([weight], lr=0.1, momentum=BETA)
    inside, velocity = 0.0, 0.0
    for rate in [0.1] * 5 + [0.001] * 30:
        weight.grad = torch.ones(())
        ours.lr = rate
        ours.step()
        velocity = BETA * velocity - rate
        inside += velocity
        if rate == 0.1:
            assert weight.item() == pytest.approx(inside, abs=1e-5)
            at_drop = inside
    assert abs(inside - at_drop) > 5 * abs(weight.item() - at_drop)


def test_the_valley_is_as_steep_as_the_text_says(momentum: Bench) -> None:
    height = surfaces.rosenbrock().function
    at_start = torch.autograd.functional.hessian(height, torch.zeros(2))
    at_end = torch.autograd.functional.hessian(height, torch.ones(2, dtype=torch.float64))
    assert torch.linalg.eigvalsh(at_start)[1].item() == pytest.approx(200)
    flat, steep = torch.linalg.eigvalsh(at_end).tolist()
    assert steep == pytest.approx(1000, rel=0.01)
    assert steep / flat == pytest.approx(2500, rel=0.01)
    assert momentum.run("plain").loss[0] == 1
    text = momentum.after("run-3")
    nesterov, ball = 2 * (1 + BETA) / (steep * (1 + 2 * BETA)), 2 * (1 + BETA) / steep
    assert f"that is {nesterov:.4f}, against {ball:.4f} for the ball" in text


def test_equal_effective_rates_are_the_same_walk(momentum: Bench) -> None:
    plain, ball = momentum.run("plain"), momentum.run("gentle_ball")
    text = momentum.after("run-1")
    assert text.startswith(
        f"## The same walk Step {lab.arrival(plain, 0.1):g} for plain descent, "
        f"step {lab.arrival(ball, 0.1):g} for the ball"
    )
    one, other = (momentum.path(name)[:, None] for name in ("plain", "gentle_ball"))
    apart = np.linalg.norm(one - other.transpose(1, 0, 2), axis=2).min(1)
    assert apart.max() < 0.002


def test_ten_times_the_rate_is_too_much_for_plain_descent_only(momentum: Bench) -> None:
    lost, ball = momentum.run("plain_ten"), momentum.run("ball")
    text = momentum.after("run-2")
    assert f"there at step {lab.arrival(ball, 0.1):g}, ten times sooner" in text
    sooner = lab.arrival(momentum.run("gentle_ball"), 0.1) / lab.arrival(ball, 0.1)
    assert sooner == pytest.approx(10, rel=0.1)
    assert f"at step {lost.steps} its loss was beyond 10²⁷, and the gradient too long" in text
    assert lost.loss[-1] > 1e27
    assert not math.isfinite(lost.grad_norm[-1])


def test_nesterov_arrives_at_the_small_rate_and_jumps_at_the_large_one(momentum: Bench) -> None:
    text = momentum.after("run-3")
    ball, nesterov, ball_far, jumping = (
        momentum.run(name) for name in ("ball", "nesterov", "ball_far", "nesterov_far")
    )
    assert f"below 0.0001 at step {lab.arrival(nesterov, 1e-4):g}." in text
    assert f"was there at {lab.arrival(ball, 1e-4):g}:" in text
    assert f"the ball arrived at step {lab.arrival(ball_far, 1e-4):g}," in text
    assert lab.arrival(jumping, 1e-4) == math.inf
    assert lab.arrival(jumping, 0.1) == pytest.approx(lab.arrival(ball_far, 0.1), rel=0.1)
    assert jumping.loss[-300:].max() > 1
    assert not np.array_equal(nesterov.loss, ball.loss)


@pytest.mark.parametrize(
    ("nesterov", "limit"),
    [(False, 2 * (1 + BETA)), (True, 2 * (1 + BETA) / (1 + 2 * BETA))],
)
def test_limits_of_the_rate(nesterov: bool, limit: float) -> None:
    bowl = surfaces.quadratic(condition=1)
    inside, outside = (
        descend(bowl, optim.SGD(limit * factor, momentum=BETA, nesterov=nesterov), 2000).loss
        for factor in (0.99, 1.01)
    )
    assert inside[-1] < 1e-6
    assert outside[-1] > 1e6 or not math.isfinite(outside[-1])


def test_best_momentum_takes_the_root_of_the_condition_number(momentum: Bench) -> None:
    root = math.sqrt(100)
    best = (root - 1) / (root + 1)
    rule = optim.SGD((2 / (1 + 1 / root)) ** 2, momentum=best**2)
    loss = descend(surfaces.quadratic(condition=100), rule, 160).loss
    settled = (loss[150] / loss[100]) ** (1 / 100)
    assert settled == pytest.approx(best, abs=0.015)
    assert f"from {surfaces.best_rate(100):.3f} to {best:.3f} where κ is 100" in momentum.after(
        "run-2"
    )


def test_a_round_bowl_needs_no_momentum() -> None:
    loss = descend(surfaces.quadratic(condition=1), optim.SGD(1.0), 2).loss
    assert loss[1] == 0


def test_moons_at_equal_and_at_unequal_effective_rates(momentum: Bench) -> None:
    text = momentum.after("run-4")
    plain, gentle, ball = (
        momentum.run(name).loss[-50:].mean()
        for name in ("moons_plain", "moons_gentle", "moons_ball")
    )
    assert f"{plain:.2f}" == f"{gentle:.2f}"
    assert f"a mean loss of {plain:.2f}. The ball at 0.1 has {ball:.2f}." in text
    assert momentum.run("moons_plain").steps == 300


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_holds_for_every_seed(momentum: Bench, seed: int) -> None:
    runs = momentum.runs(("moons_plain", "moons_gentle", "moons_ball", "moons_torch"), seed)
    late = np.abs(runs["moons_plain"].loss - runs["moons_gentle"].loss)[100:]
    assert late.mean() < 0.01
    assert lab.gap(runs, "moons_plain", "moons_gentle") < 0.02
    assert lab.gap(runs, "moons_plain", "moons_ball") > 0.1
    differences = np.abs(runs["moons_ball"].loss - runs["moons_torch"].loss)
    assert differences.max() < 5e-6


def test_keeping_the_effective_rate(momentum: Bench) -> None:
    rate = momentum.number("keep_the_effective_rate")
    assert rate / (1 - 0.99) == pytest.approx(0.1 / (1 - 0.9))


def test_nesterov_without_momentum_is_plain_descent() -> None:
    plain, looking = (lab.optimizer(1e-3, 0.0, nesterov, "torch") for nesterov in (False, True))
    assert plain == looking
