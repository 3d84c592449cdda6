"""Rare samples: leave them rare, draw them more often, or count them more in the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn

from engine import Experiment, data, losses, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

POINTS, DISTANCE = 6300, 2.0
"""Of both classes together, in all splits; between the centres of the two clouds."""


def tell_apart(
    remedy: str, ratio: float, strength: float, epochs: int, how_sure: bool
) -> Experiment:
    """Tell a rare cloud of points from a common one, which has `ratio` times as many.

    `remedy` is where the weights of the classes go: nowhere, into the drawing, or into the loss.
    `how_sure`: measure the mean probability of "rare" beside the rest.
    """
    points = data.imbalanced_classes(n=POINTS, ratio=ratio, distance=DISTANCE)
    weights = class_weights(points.train.targets, strength)
    measured = [("accuracy", metrics.accuracy), ("rare found", rare_found)]
    if how_sure:
        measured.append(("mean probability", mean_probability))
    drawn, counted = remedy == "sampler", remedy == "loss"
    return Experiment(
        data=points,
        model=line,
        order=data.Weighted(weights=weights) if drawn else data.Shuffled(),
        loss=losses.CrossEntropy(weight=weights if counted else None),
        optimizer=optim.SGD(lr=0.1),
        batch_size=64,
        epochs=epochs,
        metrics=tuple(measured),
        probes=(probes.PerClass(), probes.BatchLabels(), probes.DecisionBoundary()),
    )


def class_weights(labels: Tensor, strength: float) -> tuple[float, ...]:
    """One weight for each class, (1 / its count) to the power `strength`; labels (n,).

    1 makes all classes equally heavy, 0 all samples.
    """
    counts = labels.bincount().float()  # (2,)
    return tuple((1 / counts).pow(strength).tolist())


def line() -> nn.Linear:
    """Two coordinates in, two scores out: the border is a straight line."""
    return nn.Linear(2, 2)


def rare_found(scores: Tensor, labels: Tensor) -> float:
    """Recall of class 1: the share of rare points that are called rare; scores (n, 2)."""
    return float((scores.argmax(dim=1) == 1)[labels == 1].float().mean())


def mean_probability(scores: Tensor, labels: Tensor) -> float:  # noqa: ARG001
    """The probability of "rare" that a point is given on average."""
    return float(scores.softmax(dim=1)[:, 1].mean())


def finds_most(runs: Runs) -> str:
    """Which run finds the largest share of the rare points, within 0.1."""
    share = {run.scenario: found(run) for run in runs}
    best = max(share.values())
    leading = {name for name, value in share.items() if value > best - 0.1}
    if leading == {"sampled", "weighted"}:
        return "both"
    return leading.pop() if len(leading) == 1 else "none"


def found(run: FinishedRun) -> float:
    """The share of rare validation points that is found at the end."""
    return run.curve("rare found").last


def how_probable(runs: Runs) -> str:
    """How large a share of rare points the probabilities of the sampled run promise."""
    promised = runs["sampled_sure"].curve("mean probability").last
    if promised < 0.08:
        return "truth"
    return "between" if promised < 0.4 else "half"
