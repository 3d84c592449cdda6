"""One rare point among twenty common ones: what a loss can do about it, and what it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from engine import Experiment, data, optim, probes

if TYPE_CHECKING:
    from engine.data import Examples
    from lessons.lab import FinishedRun, Runs

POINTS = 1260
"""Training points; 60 of them are rare."""


def finder(rare: float, factor: float, gamma: float, batch: int, lr: float) -> Experiment:
    """Tell two overlapping clouds apart, one of which has a twentieth of the points.

    Batches of all points make 300 steps; smaller ones walk through the points once.
    """
    cost = Cost(rare, factor, gamma)
    return Experiment(
        data=data.imbalanced_classes(),
        model=two_scores,
        loss=cost,
        optimizer=optim.SGD(lr=lr),
        batch_size=batch,
        steps=300 if batch == POINTS else -(-POINTS // batch),
        evaluate_every=100,
        metrics=(("found", found), ("alarms", alarms), ("sure", sure)),
        probes=(
            probes.PerClass(),
            probes.LossCurve(
                cost.focused,
                given_to_rare_points,
                limits=(0.002, 1.0),
                axes=("p of the truth", "cost before factors"),
            ),
        ),
    )


def two_scores() -> nn.Linear:
    """A score for common and one for rare, straight from the coordinates: (B, 2) → (B, 2)."""
    scores = nn.Linear(2, 2)
    nn.init.zeros_(scores.weight)
    nn.init.zeros_(scores.bias)
    return scores


class Cost:
    """Cross-entropy with a weight for each class, a factor for all, and a focus γ."""

    def __init__(self, rare: float, factor: float, gamma: float) -> None:
        self.weight = torch.tensor([1.0, rare])
        self.factor, self.gamma = factor, gamma

    def __call__(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Scores (B, 2) and classes (B,) → one number.

        Without factor and focus this is `F.cross_entropy(scores, targets, weight)`.
        """
        p = scores.softmax(dim=1).gather(1, targets[:, None])[:, 0]
        weight = self.weight[targets]
        return self.factor * (weight * self.focused(p)).sum() / weight.sum()

    def focused(self, p: Tensor) -> Tensor:
        """(1 − p)^γ · −ln p, without weight and factor: (n,) → (n,)."""
        return (1 - p) ** self.gamma * -p.log()


def given_to_rare_points(model: nn.Module, examples: Examples) -> Tensor:
    """The probability "rare" that the rare points are given: (n,)."""
    rare = examples.inputs[examples.targets == 1]
    shares: Tensor = model(rare).softmax(dim=1)
    return shares[:, 1]


def found(scores: Tensor, targets: Tensor) -> float:
    """The share of the rare points that are called rare: their recall."""
    return (scores.argmax(dim=1)[targets == 1] == 1).float().mean().item()


def alarms(scores: Tensor, targets: Tensor) -> float:
    """The share of the common points that are called rare."""
    return (scores.argmax(dim=1)[targets == 0] == 1).float().mean().item()


def sure(scores: Tensor, _targets: Tensor) -> float:
    """The probability that an answer is given, on average."""
    return scores.softmax(dim=1).amax(dim=1).mean().item()


def which_find(runs: Runs) -> str:
    """The runs that find more than half of the rare points, joined by "_"."""
    return "_".join(run.scenario for run in runs if last(run, "found") > 0.5) or "none"


def one_by_one(runs: Runs) -> str:
    """Whom the weights resemble that see one point a step, by how many rare ones they find."""
    ends = {name: last(runs[name], "found") for name in ("plain", "heavy")}
    single = last(runs["single"], "found")
    share = (single - ends["plain"]) / (ends["heavy"] - ends["plain"])
    if share > 1.2:
        return "more"
    return "heavy" if share > 0.7 else "between" if share > 0.3 else "plain"


def last(run: FinishedRun, metric: str) -> float:
    """What a metric was at the end, on the validation points."""
    return run.curve(metric).last
