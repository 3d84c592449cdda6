"""What the lesson on a line from scratch says is what its lab shows."""

from __future__ import annotations

import math
import re

import pytest
import torch
from helpers import Bench, bench
from torch import Tensor

from lessons.curriculum.training.linear_regression import lab


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/linear_regression")


def curvatures(inputs: str) -> list[float]:
    """Of the loss over w and b, the flattest direction first."""
    x = lab.points(inputs).train.inputs.double()
    return torch.linalg.eigvalsh(2 * x.T @ x / len(x)).tolist()


def best(inputs: str) -> tuple[Tensor, float]:
    """Weights of least squares, and the loss there."""
    train = lab.points(inputs).train
    weights = torch.linalg.lstsq(train.inputs, train.targets).solution
    return weights.flatten(), (train.inputs @ weights - train.targets).square().mean().item()


def said(text: str, pattern: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, pattern
    return [float(number) for number in found.groups()]


def test_each_scenario_is_run_somewhere(lesson: Bench) -> None:
    assert lesson.never_run() == set()


def test_the_losses_before_the_first_run(lesson: Bench) -> None:
    ask = lesson.predict("slope_found").ask
    loss, lowest = said(ask, r"the loss is ([\d.]+), and ([\d.]+) is the lowest")
    run = lesson.run("plain")
    assert run.steps == 1000
    assert loss == pytest.approx(run.loss[-10:].mean(), abs=5e-4)
    assert lowest == pytest.approx(best("as they are")[1], abs=5e-4)


def test_slopes_found_and_possible(lesson: Bench) -> None:
    text = lesson.after("a_thousand_steps")
    run = lesson.run("plain")
    slope, intercept = said(text, r"The slope is ([\d.]+) and the intercept ([\d.]+)\. ")
    assert slope == round(run.curve("slope").last, 2)
    assert intercept == round(run.curve("intercept").last, 2)
    pass_mean, last = said(text, r"loss of ([\d.]+) is the mean .* the ([\d.]+) beside the run")
    assert pass_mean == pytest.approx(run.loss[-10:].mean(), abs=5e-4)
    assert last == round(float(run.loss[-1]), 4)
    w, b = said(text, r"has w = ([\d.]+) and b = ([\d.]+)\.")
    assert best("as they are")[0].tolist() == pytest.approx([w, b], abs=0.005)
    floor, wall = said(text, r"a curvature of ([\d.]+), the wall has one of ([\d.]+)\.")
    assert curvatures("as they are") == pytest.approx([floor, wall], abs=0.005)
    assert (1 - 0.01 * floor) ** 1000 == pytest.approx(0.25, abs=0.01)


def test_what_is_done_to_x_and_what_comes_of_it(lesson: Bench) -> None:
    text = lesson.after("three_inputs")
    for scenario, pattern in (
        ("centred", r"x gives a slope of ([\d.]+): no better"),
        ("standard", r"and the slope is ([\d.]+), as good"),
    ):
        (slope,) = said(text, pattern)
        assert slope == round(lesson.run(scenario).curve("slope").last, 2)
    (flat,) = said(text, r"with a curvature of ([\d.]+), because")
    assert curvatures("centred")[0] == pytest.approx(flat, abs=0.001)
    round_bowl = said(text, r"with curvatures of ([\d.]+) and ([\d.]+)\.")
    assert curvatures("standardised") == pytest.approx(round_bowl, abs=0.005)
    assert lesson.run("standard").loss[290:300].mean() < 1.1 * best("standardised")[1]


@pytest.mark.parametrize("turned", [{"lr": 0.3}, {"momentum": 0.9}])
def test_the_third_cure(lesson: Bench, turned: dict[str, float]) -> None:
    assert lesson.run("plain", **turned).curve("slope").last == pytest.approx(1.93, abs=0.03)
    assert 2 / curvatures("as they are")[1] > 0.3


def test_numeric_questions(lesson: Bench) -> None:
    assert lesson.number("when_half") == pytest.approx(math.log(0.5) / math.log(0.99863), abs=1)
    assert math.log(0.5) / math.log(1 - 0.01 * 2.51) == pytest.approx(27, abs=0.5)
    left = 0.995**100
    assert left == pytest.approx(0.606, abs=0.001)
