"""One update from several small batches, whose gradients are added up first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import Runs


def read_digits(
    batch_size: int, parts: int, divided: bool, batch_norm: bool, lr: float
) -> Experiment:
    """Learn to read digits from 1024 images, with an update after every `parts` batches.

    `divided`: whether the sum of their gradients is divided by their number.
    """
    return Experiment(
        data=data.subset(data.digits(), 1024),
        model=lambda: reader(batch_norm),
        loss=cross_entropy if divided else Undivided(parts),
        optimizer=optim.SGD(lr=lr),
        batch_size=batch_size,
        accumulate=parts,
        epochs=12,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ConfusionMatrix(),),
    )


def reader(batch_norm: bool) -> nn.Module:
    """64 grey values in, 10 scores out: (B, 64) → (B, 10)."""
    between = nn.BatchNorm1d(32) if batch_norm else nn.Identity()
    return nn.Sequential(nn.Linear(64, 32), between, nn.ReLU(), nn.Linear(32, 10))


class Undivided:
    """Cross-entropy with its own value, and `parts` times its gradient.

    The training around it divides by the number of parts. This takes the division back: in `.grad`
    stands the sum of the parts' gradients, as if each loss had gone into `backward()` as it is.
    """

    def __init__(self, parts: int) -> None:
        self.parts = parts

    def __call__(self, scores: Tensor, digits: Tensor) -> Tensor:
        """(B, 10) scores and (B,) digits → one number."""
        loss = cross_entropy(scores, digits)
        return loss + (self.parts - 1) * (loss - loss.detach())


def like_the_large_batch(runs: Runs) -> str:
    """The runs whose validation loss is that of the first at every look, to a thousandth."""
    first, *others = runs
    alike = [
        run.scenario
        for run in others
        if abs(run.curve().values - first.curve().values).max() < 0.001
    ]
    return "_".join(alike) or "none"


def further(runs: Runs) -> str:
    """The run with the lower validation loss at the end."""
    return runs.lowest(lambda run: run.curve().last, tie="same", margin=0.01)
