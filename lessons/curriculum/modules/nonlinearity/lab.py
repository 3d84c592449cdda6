"""What a bend between two layers buys, and what dense layers do not know about images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from engine import Experiment, data, metrics, optim, probes
from engine.data import Batch, Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

BETWEEN: dict[str, Callable[[], nn.Module]] = {
    "ReLU": nn.ReLU,
    "tanh": nn.Tanh,
}


def separate(problem: str, depth: int, between: str, network: str, moved: int) -> Experiment:
    """Tell two circles apart; or read digits, and then the same digits moved."""
    if problem == "circles":
        return circles(depth, between)
    return digits(network, moved, mixed=problem == "shuffled digits")


def circles(depth: int, between: str) -> Experiment:
    """Points on a circle of radius 1 and on one of radius ½, all of them in every step."""
    return Experiment(
        data=data.circles(noise=0.05),
        model=lambda: stack(depth, between),
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.01),
        steps=150,
        evaluate_every=50,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.DecisionBoundary(), probes.Shapes()),
    )


def stack(depth: int, between: str) -> nn.Sequential:
    """(B, 2) → (B, 2): `depth` linear layers, 32 wide inside, with something between them."""
    widths = [2, *(32 for _ in range(depth - 1)), 2]
    layers: list[nn.Module] = []
    for width, following in pairwise(widths):
        if layers and between != "nothing":
            layers.append(BETWEEN[between]())
        layers.append(nn.Linear(width, following))
    return nn.Sequential(*layers)


def digits(network: str, moved: int, *, mixed: bool) -> Experiment:
    """Learn to read digits. Measured on validation images, and on the same ones moved."""
    images = data.digits(flat=False)

    def as_is_and_moved(model: nn.Module, batch: Batch) -> Tensor:
        """(B, 50): ten scores for each image as it is, then ten for each of four moves."""
        moves = [(0, 0), (moved, 0), (-moved, 0), (0, moved), (0, -moved)]
        return torch.cat([model(shift(batch.inputs, *move)) for move in moves], dim=1)

    return Experiment(
        data=shuffled(images) if mixed else images,
        model=dense if network == "dense" else convolutions,
        loss=cross_entropy,
        predict=as_is_and_moved,
        optimizer=optim.Adam(lr=0.01),
        batch_size=64,
        epochs=6,
        evaluate_every=34,
        metrics=(("accuracy", of_images), ("moved", of_moved))[: 2 if moved else 1],
        probes=(probes.ImageGrid(), probes.Shapes()),
    )


def shift(images: Tensor, right: int, down: int) -> Tensor:
    """(B, 1, 8, 8), moved by so many pixels; what comes in from outside is 0."""
    return pad(images, (right, -right, down, -down))


def of_images(scores: Tensor, targets: Tensor) -> float:
    """Share of the images that is read as they are."""
    return metrics.accuracy(scores[:, :10], targets)


def of_moved(scores: Tensor, targets: Tensor) -> float:
    """Share that is read of the images moved in one of four directions."""
    return fmean(metrics.accuracy(each, targets) for each in scores[:, 10:].split(10, dim=1))


def dense() -> nn.Sequential:
    """(B, 1, 8, 8) → (B, 10): every unit has a weight for every pixel."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def convolutions() -> nn.Sequential:
    """(B, 1, 8, 8) → (B, 10): the same small windows at every place, then the largest answers."""
    return nn.Sequential(
        nn.Conv2d(1, 16, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(2),
        nn.Flatten(),
        nn.Linear(128, 10),
    )


def shuffled(images: Dataset) -> Dataset:
    """Each image with its 64 pixels in a new order, the same one for all images."""
    order = torch.randperm(64, generator=torch.Generator().manual_seed(0))

    def reordered(examples: Examples) -> Examples:
        flat: Tensor = examples.inputs.flatten(1)[:, order]
        return Examples(flat.reshape(-1, 1, 8, 8), examples.targets)

    return replace(images, train=reordered(images.train), validation=reordered(images.validation))


def share_right(run: FinishedRun, of: str = "accuracy") -> float:
    """Share of the validation examples, or of the moved ones, that was told right in the end."""
    return run.curve(of).last


def like_which(runs: Runs) -> str:
    """Whether three bare linear layers end near a single one, near those with ReLU, or between."""
    one, three, bent = (share_right(runs[name]) for name in ("one", "three", "bent"))
    if abs(three - one) < 0.05:
        return "one"
    return "bent" if abs(three - bent) < 0.05 else "between"


def when_shuffled(runs: Runs) -> str:
    """How well shuffled images are read, beside images as they are."""
    straight, mixed = (share_right(runs[name]) for name in ("dense", "mixed"))
    if abs(straight - mixed) < 0.04:
        return "same"
    if mixed < 0.3:
        return "guessing"
    return "worse" if mixed < straight else "better"


def reads_moved(runs: Runs) -> str:
    """How many moved images are read, by the network that reads more of them."""
    best = runs.highest(lambda run: share_right(run, "moved"), tie="same", margin=0.1)
    if min(share_right(runs[name], "moved") for name in ("shifted", "windows")) > 0.85:
        return "both"
    return best
