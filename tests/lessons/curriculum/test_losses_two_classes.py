"""What the lesson on yes and no says is what its lab, and PyTorch, show."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch import Tensor
from torch.nn import functional as F

from lessons.curriculum.losses.two_classes import lab


@pytest.fixture(scope="module")
def detector() -> Bench:
    return bench("losses/two_classes")


def test_samples() -> None:
    cells = lab.tumours()
    assert (len(cells.train), len(cells.validation)) == (341, 113)
    assert cells.validation.targets.sum() == 42
    assert cells.train.targets.shape == (341, 1)
    assert cells.train.targets.sum() == 127


def test_from_0_both_ways_are_one(detector: Bench) -> None:
    logit, probability = detector.run("near_logit"), detector.run("near_probability")
    assert logit.loss == pytest.approx(probability.loss, abs=1e-5)
    text = detector.after("near")
    assert f"ln 2 = {logit.loss[0]:.3f} down to {logit.loss[-1]:.3f}." in text
    assert logit.loss[0] == pytest.approx(math.log(2), abs=1e-6)


def test_from_200_only_the_logit_comes_back(detector: Bench) -> None:
    text = detector.after("far")
    logit, probability = detector.run("far_logit"), detector.run("far_probability")
    assert f"all the way back, to the {logit.loss[-1]:.3f} of" in text
    assert not probability.grad_norm.any()
    first, last = probability.loss[0], probability.loss[-1]
    assert f"loss was {first:.2f} at the first step and {last:.2f} at the last" in text
    assert f"hence {first:.2f}: 100 for each of the 127 tumours, 0 for the others of 341" in text
    assert first == pytest.approx(100 * 127 / 341, abs=0.01)


def slopes(z: float, y: float) -> tuple[float, float, float]:
    """The loss from the probability, and the slopes for the logit in both ways."""
    logit, truth = torch.tensor([float(z)], requires_grad=True), torch.tensor([float(y)])
    loss = F.binary_cross_entropy(logit.sigmoid(), truth)
    (first,) = torch.autograd.grad(loss, logit)
    (direct,) = torch.autograd.grad(F.binary_cross_entropy_with_logits(logit, truth), logit)
    return loss.item(), first.item(), direct.item()


def test_where_the_slope_ends(detector: Bench) -> None:
    assert slopes(-200, 1) == (100, 0, detector.number("slope_from_the_logit"))
    assert slopes(16, 0)[1] == pytest.approx(1, abs=1e-3)
    assert slopes(18, 0) == (100, 0, 1)
    assert math.log10(math.exp(-200)) == pytest.approx(-87, abs=0.2)


def test_costs_of_the_view() -> None:
    z = torch.tensor([-200.0, 0.0])
    assert lab.cost_of_a_tumour(z, 1, sigmoid_first=False)[0] == 200
    assert lab.cost_of_a_tumour(z, 10, sigmoid_first=True)[0] == 1000
    assert lab.cost_of_a_tumour(z, 3, sigmoid_first=True)[1] == pytest.approx(3 * math.log(2))


def test_a_price_moves_the_line(detector: Bench) -> None:
    for scenario, block, words in (
        ("near_logit", "what_it_takes", "found {found} of the 42 malignant validation samples"),
        ("near_logit", "what_it_takes", "raised {alarms} false alarms among 71 benign ones"),
        ("costly", "price", "raised {alarms} false alarms among 71."),
    ):
        run = detector.run(scenario)
        found = round(42 * lab.last(run, "found"))
        alarms = round(71 * lab.last(run, "alarms"))
        assert words.format(found=found, alarms=alarms) in detector.after(block)
    shares = [lab.last(detector.run("near_logit"), metric) for metric in ("found", "alarms")]
    assert "`found` {:.4g} and `alarms` {:.3g}".format(*shares) in detector.after("what_it_takes")
    assert lab.last(detector.run("costly"), "found") == 1
    between = detector.run(None, miss=3.0)
    for metric in ("found", "alarms"):
        ends = [lab.last(detector.run(name), metric) for name in ("near_logit", "costly")]
        assert ends[0] < lab.last(between, metric) < ends[1]


@pytest.mark.parametrize(("too_few", "share"), [(4, 0.8), (9, 0.9)])
def test_cheapest_prediction_is_enough_in_a_share_of_the_cases(
    detector: Bench, too_few: float, share: float
) -> None:
    sold = torch.arange(1000.0)
    tried = torch.arange(0.0, 1000.0, 10.0)[:, None]

    def cost(error: Tensor) -> Tensor:
        return torch.where(error < 0, -too_few * error, error).mean(1)

    assert tried[cost(tried - sold).argmin()].item() / 1000 == pytest.approx(share, abs=0.011)
    assert detector.number("bread") == 0.8
