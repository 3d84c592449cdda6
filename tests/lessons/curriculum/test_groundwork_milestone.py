"""What the milestone of the first unit says is what its lab shows."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench

from engine import data
from lessons.curriculum.groundwork.milestone import lab


@pytest.fixture(scope="module")
def own() -> Bench:
    return bench("groundwork/milestone")


def test_the_prediction_and_the_figures(own: Bench) -> None:
    assert own.observed("three_starts") == "random_half"
    assert own.never_run() == set()
    text = own.after("starts")
    zero = own.run("zero")
    assert f"stands at {zero.loss[0]:.3f} from the first step to the last" in text
    assert zero.loss == pytest.approx(math.log(2), abs=1e-5)
    assert f"right on {100 * lab.right(zero):.0f} of the 100" in text
    half = f"{100 * lab.right(own.run('half')):.0f}"
    assert f"from a random start: {half} of 100." in text
    assert lab.right(own.run("random")) == lab.right(own.run("half"))


def slopes_from(start: str) -> list[torch.Tensor]:
    """Slopes in w1, b1, w2 and b2 at the first step."""
    torch.manual_seed(0)
    model, moons = lab.network(start, 16), data.moons(noise=0.1).train
    torch.nn.functional.cross_entropy(model(moons.inputs), moons.targets).backward()
    return [torch.zeros(()) if p.grad is None else p.grad for p in model.parameters()]


def test_which_slopes_are_zero_at_the_first_step() -> None:
    w1, b1, w2, _ = slopes_from("second layer 0")
    assert not w1.any()
    assert not b1.any()
    assert w2.abs().max() > 0.01
    assert all(slope.abs().max() < 1e-6 for slope in slopes_from("all 0"))


def test_twins_stay_twins() -> None:
    torch.manual_seed(0)
    model, moons = lab.network("random", 4), data.moons(noise=0.1).train
    first, last = model[0], model[2]
    assert isinstance(first, torch.nn.Linear)
    assert isinstance(last, torch.nn.Linear)
    with torch.no_grad():
        first.weight[1], first.bias[1] = first.weight[0].clone(), first.bias[0].clone()
        last.weight[:, 1] = last.weight[:, 0].clone()
    for _ in range(20):
        model.zero_grad()
        torch.nn.functional.cross_entropy(model(moons.inputs), moons.targets).backward()
        with torch.no_grad():
            for parameter in model.parameters():
                assert parameter.grad is not None
                parameter.sub_(parameter.grad)
    assert torch.allclose(first.weight[0], first.weight[1], atol=1e-4)
    assert torch.allclose(last.weight[:, 0], last.weight[:, 1], atol=1e-4)
