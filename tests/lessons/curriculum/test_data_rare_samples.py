"""What the lesson on rare samples says is what its lab and PyTorch show."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from numpy.typing import NDArray
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

from engine import data
from engine.events import Probed
from engine.observations import ClassScores, LabelStripes
from lessons.curriculum.data.rare_samples import lab
from lessons.lab import FinishedRun


@pytest.fixture(scope="module")
def rare() -> Bench:
    return bench("data/rare_samples")


def last(run: FinishedRun, name: str) -> float:
    return run.curve(name).last


def stripes(rare: Bench, scenario: str) -> NDArray[np.int64]:
    """Rare samples in each full batch among the last ones."""
    *_, seen = (
        event.seen
        for event in rare.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, LabelStripes)
    )
    labels = seen.labels.numpy()
    counts: NDArray[np.int64] = (labels[np.array(seen.sizes) == 64] == 1).sum(axis=1)
    return counts


def test_figures_of_the_three_runs(rare: Bench) -> None:
    text = rare.after("run-1")
    plain, sampled, weighted = (rare.run(name) for name in ("plain", "sampled", "weighted"))
    shares = [f"{100 * last(run, 'rare found'):.0f} %" for run in (plain, sampled, weighted)]
    assert f"finds {shares[0]} of the rare points" in text
    assert f"With the sampler it finds {shares[1]}, with weights in the loss {shares[2]}." in text
    right = [f"{100 * last(run, 'accuracy'):.0f} %" for run in (plain, sampled, weighted)]
    assert f"from {right[0]} to {right[1]} with the sampler and {right[2]} with" in text
    precise = {
        name: [
            event.seen.precision.numpy()[1]
            for event in rare.events(name)
            if isinstance(event, Probed) and isinstance(event.seen, ClassScores)
        ][-1]
        for name in ("plain", "sampled")
    }
    assert f"only {100 * precise['sampled']:.0f} % [are rare]" in text
    assert f"where it was {100 * precise['plain']:.0f} % with nothing done" in text


def test_what_batches_hold(rare: Bench) -> None:
    drawn, stored = stripes(rare, "sampled"), stripes(rare, "weighted")
    assert drawn.mean() == pytest.approx(32, abs=3)
    assert stored.mean() == pytest.approx(64 / 21, abs=1.5)
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    few, many = (words[count] for count in (stored.min(), stored.max()))
    assert f"others hold {few} to {many} rare points" in rare.after("run-1")


def test_counts_of_the_text(rare: Bench) -> None:
    points = data.imbalanced_classes(n=lab.POINTS, distance=lab.DISTANCE)
    assert points.train.targets.bincount().tolist() == [3600, 180]
    assert points.validation.targets.bincount().tolist() == [1200, 60]
    text = rare.after("rare_sampler")
    assert 1890 / 180 == 10.5
    assert f"about {100 * math.exp(-1890 / 3600):.0f} in 100 of them are not seen" in text
    labels = points.train.targets
    sampler = WeightedRandomSampler((1 / labels.bincount())[labels].tolist(), len(labels))
    drawn = torch.tensor(list(sampler))
    common = labels == 0
    missed = 1 - len(drawn[common[drawn]].unique()) / 3600
    assert missed == pytest.approx(0.59, abs=0.03)


def test_probabilities_of_the_text(rare: Bench) -> None:
    before, after = rare.after("rare_sampler"), rare.after("probabilities")
    said = [
        100 * last(rare.run(f"{name}_sure"), "mean probability")
        for name in ("plain", "sampled", "weighted")
    ]
    assert f"In the validation split {100 / 21:.1f} %" in before
    assert f"a probability of {said[0]:.1f} % on average" in before
    assert f"It says {said[1]:.0f} %, five times" in after
    assert f"the weighted loss says {said[2]:.0f} %" in after


def test_the_first_runs_do_not_give_the_probabilities_away(rare: Bench) -> None:
    for name in ("plain", "sampled", "weighted"):
        first, again = rare.run(name), rare.run(f"{name}_sure")
        assert first.loss.tolist() == again.loss.tolist()
        assert first.evaluations[-1].value("mean probability") is None


def test_odds_are_divided(rare: Bench) -> None:
    odds = 0.8 / 0.2 / 20
    assert rare.number("back_to_the_truth") == pytest.approx(odds / (1 + odds), abs=1e-3)


def test_another_threshold_finds_nearly_the_same_points() -> None:
    """Two lines, fitted exactly: to the points as they are, and to both classes equally heavy."""
    points = data.imbalanced_classes(n=lab.POINTS, distance=lab.DISTANCE)

    def fitted(strength: float) -> torch.Tensor:
        weights = torch.tensor(lab.class_weights(points.train.targets, strength))
        torch.manual_seed(0)
        model = lab.line()
        optimizer = torch.optim.LBFGS(model.parameters(), max_iter=100)

        def loss() -> torch.Tensor:
            optimizer.zero_grad()
            scores = model(points.train.inputs)
            value = torch.nn.functional.cross_entropy(scores, points.train.targets, weights)
            value.backward()
            return value

        optimizer.step(loss)
        scores: torch.Tensor = model(points.validation.inputs).softmax(dim=1)[:, 1]
        return scores.detach()

    early, balanced = fitted(0.0) > 1 / 21, fitted(1.0) > 1 / 2
    assert (early == balanced).float().mean() > 0.97


def test_what_pytorch_says_of_samplers() -> None:
    ten = TensorDataset(torch.arange(10))
    with pytest.raises(ValueError, match="sampler option is mutually exclusive with shuffle"):
        DataLoader(ten, sampler=WeightedRandomSampler([1.0] * 10, 10), shuffle=True)
    three = set(WeightedRandomSampler([0.01, 0.02, 0.04], 1000))
    assert three == {0, 1, 2}


def test_shares_of_the_questions(rare: Bench) -> None:
    labels = torch.arange(3).repeat_interleave(torch.tensor([100, 50, 25]))
    weights = (1 / labels.bincount())[labels]
    share = weights[labels == 2].sum() / weights.sum()
    assert rare.number("equal_shares") == pytest.approx(share.item(), abs=1e-3)
    assert rare.number("shares_of_two") == 100 * 3 / (100 * 3 + 900)


def test_every_scenario_is_run(rare: Bench) -> None:
    assert rare.never_run() == set()
