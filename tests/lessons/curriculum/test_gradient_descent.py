"""What the lesson on gradient descent says is what its lab shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from helpers import SEEDS, Bench, bench
from numpy.typing import NDArray

from engine import data, surfaces
from lessons.curriculum.training.gradient_descent import lab

Floats = NDArray[np.float64]
Patients = tuple[Floats, Floats]


@pytest.fixture(scope="module")
def descent() -> Bench:
    return bench("training/gradient_descent")


@pytest.fixture(scope="module")
def patients() -> Patients:
    """Inputs (265, 2) and targets (265,) of the training split."""
    train = data.diabetes(features=("bmi", "s5")).train
    return train.inputs.double().numpy(), train.targets[:, 0].double().numpy()


def height(patients: Patients, path: Floats) -> Floats:
    """Loss of all patients above the lowest possible one, at every point of a path."""
    inputs, targets = patients
    best, *_ = np.linalg.lstsq(inputs, targets, rcond=None)
    errors = np.square(np.vstack([path, best]) @ inputs.T - targets).mean(1)
    return errors[:-1] - errors[-1]


@pytest.mark.parametrize(
    ("prediction", "answer"), [("five_epochs", "mini"), ("long_canyon", "ten"), ("how_far", "oval")]
)
def test_every_seed_gives_the_answer_that_the_text_explains(
    descent: Bench, prediction: str, answer: str
) -> None:
    assert [descent.observed(prediction, seed) for seed in SEEDS] == [answer] * len(SEEDS)


def test_scenarios_end_as_declared_and_each_is_run_somewhere(descent: Bench) -> None:
    for scenario in descent.lesson.lab.scenarios:
        assert descent.run(scenario.name).status == scenario.ends
    assert descent.never_run() == set()


def test_factor_on_a_parabola(descent: Bench) -> None:
    factor = descent.number("factor_on_a_parabola")
    assert factor == 1 - 2 * 0.1
    assert 10 * factor**50 == pytest.approx(0.00014, abs=5e-6)


def test_table_of_batches(descent: Bench) -> None:
    text = descent.after("three_steps")
    for scenario, words in (("full", "all 265"), ("mini", "32"), ("single", "one")):
        steps = descent.run(scenario).steps
        assert f"| {words} patient" in text
        assert f"| {steps // 5} | {steps} |" in text


def test_losses_of_the_last_epoch(descent: Bench, patients: Patients) -> None:
    text = descent.after("run-1")
    losses = [lab.last_epoch(descent.run(name)).mean() for name in ("mini", "single", "full")]
    inputs, targets = patients
    _, [squares], *_ = np.linalg.lstsq(inputs, targets, rcond=None)
    assert f"reach on these patients is {squares / len(targets):.2f}." in text
    mini, single, full = (f"{loss:.2f}" for loss in losses)
    assert f"last epoch had a mean of {mini}: " in text
    assert f"a step gave {single}, and all patients {full}." in text


def test_full_batch_arrives_in_45_epochs(descent: Bench, patients: Patients) -> None:
    assert height(patients, descent.path("full"))[-1] > 0.09
    assert height(patients, descent.path(None, epochs=45))[-1] < 1e-4
    assert descent.run(None, epochs=45).steps == descent.run("mini").steps


@pytest.mark.parametrize("seed", SEEDS)
def test_one_patient_a_step_gets_down_at_once_and_never_rests(
    descent: Bench, patients: Patients, seed: int
) -> None:
    run, above = descent.run("single", seed), height(patients, descent.path("single", seed))
    assert above[:265].min() < 0.01
    for epoch in (run.grad_norm[:265], run.grad_norm[-265:]):
        assert epoch.mean() == pytest.approx(1.55, abs=0.05)
    assert above[-265:].mean() == pytest.approx(0.05, abs=0.0149)
    quiet = height(patients, descent.path(None, seed, batch=1, lr=0.005))
    assert 0.0005 < quiet[-265:].mean() < 0.005


def test_scatter_of_a_batch_has_a_share_of_the_variance(patients: Patients) -> None:
    inputs, targets = patients
    slopes = 2 * (-targets)[:, None] * inputs
    random = np.random.default_rng(0)
    batches = slopes[random.integers(0, len(slopes), (20_000, 32))].mean(1)
    assert batches.var(0) == pytest.approx(slopes.var(0) / 32, rel=0.05)


def test_table_of_bowls(descent: Bench) -> None:
    text = descent.after("run-2")
    for scenario, condition in (("round", 1), ("oval", 10), ("canyon", 100)):
        run = descent.run(scenario)
        measured, theory = lab.measured_rate(run), surfaces.best_rate(condition)
        assert measured == pytest.approx(theory, abs=1e-4)
        steps = lab.steps_down(run)
        assert f"| {condition} | {measured:.3f} | {theory:.3f} | {steps} |" in text


def test_bowls_fall_in_straight_lines(descent: Bench) -> None:
    for scenario, condition in (("oval", 10), ("canyon", 100)):
        loss = descent.run(scenario).loss
        shares = loss[1:] / loss[:-1]
        assert shares == pytest.approx(surfaces.best_rate(condition) ** 2, abs=2e-3)
    assert "0.818² = 0.669" in descent.after("run-2")
    assert surfaces.best_rate(10) ** 2 == pytest.approx(0.669, abs=5e-4)
    assert surfaces.best_rate(100) == pytest.approx(1 - 2 / 100, abs=1e-3)


def test_scenarios_use_the_best_rates(descent: Bench) -> None:
    for scenario, condition in (("round", 1), ("oval", 10), ("canyon", 100)):
        assert descent.run(scenario).lr[0] == pytest.approx(surfaces.best_lr(condition), abs=1e-4)


def test_curvatures_of_the_patients(descent: Bench, patients: Patients) -> None:
    inputs, _ = patients
    flat, steep = np.linalg.eigvalsh(2 * inputs.T @ inputs / len(inputs))
    text = descent.after("run-2")
    assert f"curvatures are {steep:.2f} and {flat:.2f}, so that κ is {steep / flat:.1f}." in text
    assert descent.number("largest_rate") == pytest.approx(2 / steep, abs=1e-3)


def test_inputs_of_different_size_make_a_canyon(patients: Patients) -> None:
    inputs, _ = patients
    in_millimetres = inputs * [1, 1000]
    flat, steep = np.linalg.eigvalsh(in_millimetres.T @ in_millimetres)
    assert steep / flat > 100_000


def test_patients_converge_below_the_limit_and_diverge_above(descent: Bench) -> None:
    assert descent.run(None, lr=0.70, epochs=200).loss[-1] == pytest.approx(0.5605, abs=1e-3)
    assert descent.run(None, lr=0.73, epochs=200).loss[-1] > 1e6


def test_four_rates(descent: Bench) -> None:
    text = descent.after("run-3")
    safe, oval, edge, beyond = (descent.run(name) for name in ("safe", "oval", "edge", "beyond"))
    assert f"each time: {lab.steps_down(safe)} steps." in text
    assert f"gains along: {lab.steps_down(oval)} steps." in text
    across = descent.path("safe")[:, 1]
    assert np.abs(across[1:]).max() == 0
    along = descent.path("safe")[:50, 0]
    assert along[1:] / along[:-1] == pytest.approx(0.9, abs=1e-5)
    assert edge.loss[100:] == pytest.approx(2.0, abs=1e-3)
    walls = descent.path("edge")[:, 1]
    assert np.array_equal(walls[1:], -walls[:-1])
    assert f"by step {beyond.steps} the loss" in text
    assert not math.isfinite(beyond.loss[-1])


def test_updates_in_an_epoch(descent: Bench) -> None:
    assert descent.number("updates_in_an_epoch") == math.ceil(1000 / 32)
