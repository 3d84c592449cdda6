"""Normalising: features on one scale, and random changes for training images alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, augment, data, metrics, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

MEASURED = ("flavonoids", "proline")
"""Two of the thirteen measurements of a wine: the first about 2, the second about 750."""


def learn(problem: str, scale: str, lr: float, shift: bool, validation: str) -> Experiment:
    """Tell growers by their wine, or read digits that may lie a pixel off."""
    if problem == "wine":
        return growers(scale, lr)
    return readers(shift, validation)


def growers(scale: str, lr: float) -> Experiment:
    """One linear layer on two measurements of a wine, all wines at every step."""
    return Experiment(
        data=scaled(data.wine(features=MEASURED, standardise=False), scale),
        model=lambda: nn.Linear(2, 3),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        steps=200,
        evaluate_every=10,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.DecisionBoundary(),),
    )


def scaled(wines: Dataset, scale: str) -> Dataset:
    """Both splits, (n, 2), scaled by figures of the training split alone."""
    known = wines.train.inputs
    if scale == "everything":  # one mean and one deviation: two numbers of shape ()
        return moved(wines, known.mean(), known.std())
    if scale == "per feature":  # a mean and a deviation for each column: (2,)
        return moved(wines, known.mean(dim=0), known.std(dim=0))
    if scale == "min-max":  # training values come to lie from 0 to 1
        least, most = known.amin(dim=0), known.amax(dim=0)
        return moved(wines, least, most - least)
    return wines


def moved(wines: Dataset, centre: Tensor, spread: Tensor) -> Dataset:
    """(x − centre) / spread, the same for training and validation."""

    def change(part: Examples) -> Examples:
        return Examples((part.inputs - centre) / spread, part.targets)

    return Dataset(
        wines.name,
        change(wines.train),
        change(wines.validation),
        classes=wines.classes,
        features=wines.features,
    )


def readers(shift: bool, validation: str) -> Experiment:
    """Learn from centred digits, with or without shifting them; measure on others.

    `validation`: the images as they are, each off by one pixel, or through a random shift like
    that of training, which leaves some of them where they were.
    """
    digits = data.as_images(data.digits())  # (n, 1, 8, 8)
    if validation != "centred":
        least = 1 if validation == "off by one" else 0
        digits = data.shifted(digits, least=least, most=1, splits=("validation",))
    changes = (augment.Shift(1),) if shift else ()
    return Experiment(
        data=digits,
        augment=changes,  # drawn anew for every training batch, and for nothing else
        model=lambda: nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)),
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.01),
        batch_size=64,
        steps=200,
        evaluate_every=40,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Augmented(changes), probes.ImageGrid(split="validation")),
    )


def above_nine_tenths(runs: Runs) -> str:
    """The ways of scaling that tell more than 90 % of the validation wines, joined by "_"."""
    return "_".join(run.scenario for run in runs if share_right(run) > 0.9) or "none"


def read_when_moved(runs: Runs) -> str:
    """How many images that lie a pixel off are read by the network that saw centred ones."""
    share = share_right(runs["moved"])
    if share > 0.85:
        return "same"
    if share > 0.5:
        return "most"
    return "third" if share > 0.2 else "chance"


def share_right(run: FinishedRun) -> float:
    """Share of the validation examples that were told correctly at the end."""
    return run.curve("accuracy").last
