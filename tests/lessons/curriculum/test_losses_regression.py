"""What the lesson on losses for numbers says is what its lab shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine.events import NonFinite, Probed
from engine.observations import FittedCurve
from lessons.curriculum.losses.regression import lab


@pytest.fixture(scope="module")
def regression() -> Bench:
    return bench("losses/regression")


def slope(regression: Bench, scenario: str | None, **turned: int) -> float:
    """How steep the fitted line is in the end."""
    curve = [
        event.seen
        for event in regression.events(scenario, **turned)
        if isinstance(event, Probed) and isinstance(event.seen, FittedCurve)
        if event.probe == "fit_curve"
    ][-1]
    x, y = curve.x.numpy(), curve.y.numpy()
    return float((y[-1] - y[0]) / (x[-1] - x[0]))


def test_four_lines(regression: Bench) -> None:
    text = regression.after("run-1")
    off = {name: lab.off(regression.run(name)) for name in ("clean", *lab.COSTS)}
    assert f"rises by {slope(regression, 'clean'):.2f} for" in text
    assert f"is off by {off['clean']:.2f} on average" in text
    assert f"gave a slope of {slope(regression, 'squared'):.2f} and" in text
    assert f"was off by {off['squared']:.2f}." in text
    assert f"absolute error was off by {off['absolute']:.2f}, as" in text
    assert f"Huber's by {off['huber']:.2f}." in text


def test_a_majority_where_it_sits_outvotes_the_others(regression: Bench) -> None:
    text = regression.after("run-1")
    for typos in (20, 60):
        steep = slope(regression, "absolute", typos=typos)
        assert f"{typos} " in text
        assert f" {steep:.2f}" in text
    assert slope(regression, "absolute", typos=20) == pytest.approx(
        slope(regression, "absolute"), abs=0.01
    )


def test_slips_are_thirteen_among_the_heaviest_of_265(regression: Bench) -> None:
    data = lab.patients("squared", "mean", 13, 0.1).data
    clean = lab.patients("squared", "mean", 0, 0.1).data
    assert data is not None
    assert clean is not None
    moved = (data.train.targets - clean.train.targets).flatten()
    assert moved[moved.abs() > 1e-4].tolist() == pytest.approx([10] * 13, abs=1e-5)
    assert len(moved) == 265
    assert data.train.inputs[moved > 1].min() >= data.train.inputs.flatten().sort().values[-66]
    assert torch.equal(data.validation.targets, clean.validation.targets)


def test_costs_and_pulls_of_the_table() -> None:
    for cost, torchs, pull in (
        (lab.squared, nn.MSELoss(), 18),
        (lab.absolute, nn.L1Loss(), 1),
        (lab.huber, nn.HuberLoss(), 1),
    ):
        errors = torch.linspace(-5, 5, 41)
        assert torch.allclose(cost(errors).mean(), torchs(errors, torch.zeros(41)))
        error = torch.tensor([-9.0], requires_grad=True)
        cost(error).backward()
        assert error.grad is not None
        assert error.grad.item() == -pull


def test_best_constant_is_the_median(regression: Bench) -> None:
    targets = torch.tensor([1.0, 2, 3, 4, 90])
    tried = torch.linspace(0, 90, 9001)
    costs = (tried[:, None] - targets).abs().mean(1)
    assert tried[costs.argmin()].item() == pytest.approx(regression.number("best_constant"))
    assert targets.mean() == 20


def test_divisor_is_the_number_of_elements(regression: Bench) -> None:
    threes = torch.full((4, 3), 3.0**0.5)
    assert nn.MSELoss(reduction="sum")(threes, 0 * threes).item() == pytest.approx(36)
    asked = regression.number("divided_by")
    assert nn.MSELoss()(threes, 0 * threes).item() == pytest.approx(asked)


def test_a_sum_is_a_mean_with_a_steeper_slope(regression: Bench) -> None:
    clean, total, gentle = (regression.run(name) for name in ("clean", "total", "gentle"))
    assert (total.steps, total.status) == (12, "diverged")
    assert "Twelve steps, and the loss" in regression.after("sum")
    assert total.grad_norm[0] == pytest.approx(265 * clean.grad_norm[0], rel=1e-5)
    assert gentle.loss == pytest.approx(265 * clean.loss, rel=1e-4)
    asked = regression.predict("what_the_sum_does").ask
    assert f"its loss down to {clean.loss[-1]:.2f}," in asked
    ends = f"ends at {gentle.loss[-1]:.1f}, which is 265 times {clean.loss[-1]:.4f}, as"
    assert ends in regression.after("gentle")
    assert slope(regression, "gentle") == pytest.approx(slope(regression, "clean"), abs=1e-4)


def test_the_root_breaks_where_the_batch_is_perfect(regression: Bench) -> None:
    root, plain = regression.run("root"), regression.run("plain")
    perfect = int(lab.first_perfect(plain))
    assert root.steps == perfect == 16
    assert np.array_equal(root.loss, plain.loss[:perfect])
    assert not plain.loss[perfect:].any()
    sixteenths = 16 * np.array(plain.loss)
    assert np.array_equal(sixteenths, sixteenths.round())
    lost = [event for event in regression.events("root") if isinstance(event, NonFinite)]
    assert lost[0].what == "gradient"


def test_the_safe_root_rests_at_the_root_of_epsilon(regression: Bench) -> None:
    safe = regression.run(None, problem="tickets", loss="safe root", lr=0.0625)
    assert safe.status == "finished"
    assert safe.loss[-1] == pytest.approx(1e-4, rel=1e-3)


def test_huber_and_smooth_l1() -> None:
    error, zero = torch.randn(50), torch.zeros(50)
    assert nn.HuberLoss()(4 * torch.ones(1), torch.zeros(1)).item() == 3.5
    huber, smooth = nn.HuberLoss(delta=2)(error, zero), nn.SmoothL1Loss(beta=2)(error, zero)
    assert torch.allclose(huber, 2 * smooth)
