"""What the lesson on rare classes says is what its lab, and PyTorch, show."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch import Tensor
from torch.nn import functional as F

from engine import data, losses
from lessons.curriculum.losses.rare_classes import lab


@pytest.fixture(scope="module")
def finder() -> Bench:
    return bench("losses/rare_classes")


def found(bench: Bench, scenario: str | None, **turned: float) -> tuple[int, int]:
    """Rare points found, of 20, and false alarms, of 400."""
    run = bench.run(scenario, **turned)
    return round(20 * lab.last(run, "found")), round(400 * lab.last(run, "alarms"))


def test_sixty_rare_points_among_1200() -> None:
    points = data.imbalanced_classes()
    assert torch.bincount(points.train.targets).tolist() == [1200, 60]
    assert len(points.train) == lab.POINTS
    assert torch.bincount(points.validation.targets).tolist() == [400, 20]


def test_only_a_weight_for_the_class_moves_the_line(finder: Bench) -> None:
    text = finder.after("factors")
    rare, alarms = found(finder, "plain")
    assert f"found {rare} of the 20 rare points and raised {alarms} false alarms" in text
    assert found(finder, "times20") == (rare, alarms)
    rare, alarms = found(finder, "heavy")
    assert f"With the weight it found {rare}, and raised {alarms}." in text
    shown = f"rare ones {rare / 20:.2f} are found (`rec`, recall), and of what is called rare"
    assert f"{shown} {rare / (rare + alarms):.2f} is rare" in text
    shares = [
        (20 * lab.last(run, "found") + 400 * (1 - lab.last(run, "alarms"))) / 420
        for run in (finder.run("heavy"), finder.run("plain"))
    ]
    assert f"{shares[0]:.1%} are right now, instead of {shares[1]:.1%}.".replace("%", " %") in text
    assert round(100 * 400 / 420) == 95


def test_a_factor_is_a_rate(finder: Bench) -> None:
    fast = finder.run(None, factor=5.0, lr=1.0)
    slow = finder.run(None, factor=1.0, lr=5.0)
    assert fast.loss[:50] == pytest.approx(5 * slow.loss[:50], rel=1e-3)


def test_weights_cancel_in_batches_of_one(finder: Bench) -> None:
    rare, _ = found(finder, "single")
    assert f"It found {rare} of 20, as if" in finder.after("alone")
    without = finder.run(None, batch=1, lr=0.02)
    assert finder.run("single").loss == pytest.approx(without.loss, rel=1e-3)
    between, _ = found(finder, None, rare=20.0, batch=32, lr=0.5)
    assert f"and it finds {between}, fewer than in one large batch." in finder.after("alone")
    assert between < found(finder, "heavy")[0]


def test_cost_of_the_lab_is_that_of_pytorch() -> None:
    torch.manual_seed(0)
    scores, targets = torch.randn(9, 2), torch.arange(9) % 2
    weight = torch.tensor([1.0, 20.0])
    ours = lab.Cost(20.0, 1.0, 0.0)(scores, targets)
    assert ours.item() == pytest.approx(F.cross_entropy(scores, targets, weight).item(), rel=1e-5)
    focal = losses.Focal(2.0)(scores, targets)
    assert lab.Cost(1.0, 1.0, 2.0)(scores, targets).item() == pytest.approx(focal.item(), rel=1e-5)


def test_divisors() -> None:
    torch.manual_seed(0)
    scores, targets = torch.randn(4, 3), torch.tensor([0, 1, 1, 2])
    weight = torch.tensor([1.0, 5.0, 2.0])
    cost = F.cross_entropy(scores, targets, weight, reduction="none")
    mean = F.cross_entropy(scores, targets, weight)
    assert (cost.sum() / mean).item() == pytest.approx(13, rel=1e-4)
    shares = F.one_hot(targets, 3).float()
    assert (cost.sum() / F.cross_entropy(scores, shares, weight)).item() == pytest.approx(4)
    left = torch.tensor([0, 1, 1, -100])
    kept = F.cross_entropy(scores[:3], targets[:3])
    assert F.cross_entropy(scores, left).item() == pytest.approx(kept.item(), rel=1e-5)
    assert F.cross_entropy(scores, torch.full((4,), -100)).isnan()


def test_focus_leaves_the_line_and_takes_the_certainty(finder: Bench) -> None:
    plain, _ = found(finder, "plain")
    text = finder.after("focus")
    assert found(finder, "focal")[0] == found(finder, "focal5")[0] == plain
    assert f"both found {plain} of 20" in text
    assert found(finder, "both")[0] == found(finder, "heavy")[0] == 18
    sure = [lab.last(finder.run(name), "sure") for name in ("plain", "focal", "focal5")]
    assert (
        f"was {sure[0]:.2f} on average with cross-entropy, and {sure[1]:.2f} and {sure[2]:.2f}"
        in text
    )


def test_easy_samples_count_little_and_none_counts_more() -> None:
    p = torch.tensor([0.9, 0.8, 0.1])
    share: Tensor = lab.Cost(1.0, 1.0, 2.0).focused(p) / -p.log()
    assert share.tolist() == pytest.approx([0.01, 0.04, 0.81], rel=1e-4)
    at = torch.tensor([0.6, 1.0])
    plain, focal5 = (lab.Cost(20.0, 1.0, gamma).focused(at) for gamma in (0.0, 5.0))
    assert plain[0] > 0.5
    assert focal5[0] < 0.01
    assert math.isclose(focal5[1], 0, abs_tol=1e-6)
