"""A network as a module: two linear layers that read digits, from whole images or row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def read_digits(reads: str, hidden: int, lr: float, epochs: int) -> Experiment:
    """Learn to read 8 x 8 images of digits, in batches of 32."""
    whole = reads == "whole image"
    return Experiment(
        data=data.digits(flat=whole),
        model=lambda: Reader(hidden) if whole else RowReader(hidden),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Shapes(), probes.MatrixMap("head.weight")),
    )


class Reader(nn.Module):
    """64 grey values in, 10 scores out."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, hidden)
        self.relu = nn.ReLU()
        self.head = nn.Linear(hidden, 10)

    def forward(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, hidden) → (B, 10)."""
        features = self.relu(self.hidden(images))
        scores: Tensor = self.head(features)
        return scores


class RowReader(nn.Module):
    """The same for images that nobody has laid flat: 8 rows of 8 grey values each."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(8, hidden)
        self.relu = nn.ReLU()
        self.head = nn.Linear(hidden, 10)

    def forward(self, images: Tensor) -> Tensor:
        """(B, 1, 8, 8) → (B, 1, 8, hidden), a mean over the rows → (B, hidden) → (B, 10)."""
        features = self.relu(self.hidden(images))
        scores: Tensor = self.head(features.mean(dim=(1, 2)))
        return scores


def reads_more(runs: Runs) -> str:
    """The run that reads more validation images; "same" within five in a hundred."""
    return runs.highest(share_read, tie="same", margin=0.05)


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly after the last epoch."""
    return run.curve("accuracy").last
