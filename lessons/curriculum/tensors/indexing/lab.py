"""One number out of each row, and along which dimension the highest one is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, log_softmax

from engine import Experiment, data, optim, probes

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.lab import FinishedRun, Runs


def read_digits(loss: str, dim: int, lr: float) -> Experiment:
    """Learn to read digits with one of three losses; accuracy is measured along `dim`."""
    digits = data.digits()
    ten = digits.validation.inputs[:10]  # (10, 64)
    return Experiment(
        data=digits,
        model=reader,
        loss=LOSSES[loss],
        optimizer=optim.SGD(lr=lr),
        batch_size=64,
        epochs=6,
        metrics=(("accuracy", lambda scores, y: share_right(scores, y, dim)),),
        probes=(probes.MatrixMap(of=lambda model: chances(model, ten)),),
    )


def reader() -> nn.Sequential:
    """Images (n, 64) → 32 hidden units → scores of the ten digits (n, 10)."""
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def picked(scores: Tensor, y: Tensor) -> Tensor:
    """Cross-entropy by hand: of each row the entry of its own digit."""
    logp = log_softmax(scores, dim=1)  # (B, 10)
    rows = torch.arange(len(y))  # 0, 1, …, B − 1
    return -logp[rows, y].mean()  # (B,) → one number


def every_row(scores: Tensor, y: Tensor) -> Tensor:
    """The same with a colon in the place of the row numbers."""
    logp = log_softmax(scores, dim=1)  # (B, 10)
    return -logp[:, y].mean()


LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "built in": cross_entropy,
    "rows": picked,
    "colon": every_row,
}


def share_right(scores: Tensor, y: Tensor, dim: int) -> float:
    """Share of right answers, ten images at a time, where the highest score along `dim` answers.

    scores (n, 10), y (n,). What is left of n after the last full ten is not looked at.
    """
    tens = len(y) // 10
    squares = scores[: 10 * tens].reshape(tens, 10, 10)  # (tens, image, digit)
    answers = squares.argmax(1 + dim)  # (tens, 10)
    return (answers == y[: 10 * tens].reshape(tens, 10)).float().mean().item()


def chances(model: nn.Module, images: Tensor) -> Tensor:
    """What the model gives each digit: images (n, 64) → probabilities (n, 10)."""
    shares: Tensor = model(images).softmax(dim=1)
    return shares


def who_reads(runs: Runs) -> str:
    """The runs that read more than half of the images at the end, joined by "_"."""
    if any(run.status != "finished" for run in runs):
        return "error"
    return "_".join(run.scenario for run in runs if read(run) > 0.5) or "none"


def measured_down(runs: Runs) -> str:
    """What accuracy along dimension 0 says at the end, beside the one along dimension 1."""
    across, down = read(runs["row_numbers"]), read(runs["down"])
    if abs(across - down) < 0.02:
        return "same"
    return "chance" if down < 0.25 else "half"


def read(run: FinishedRun) -> float:
    """Accuracy after the last epoch, as the run measured it."""
    return run.curve("accuracy").last
