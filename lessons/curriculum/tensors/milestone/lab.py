"""A classifier of digits made of tensors alone: no layer, no loss and no softmax of a library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from engine import Experiment, data, metrics, optim, probes
from engine.data import Batch, Dataset, Examples

if TYPE_CHECKING:
    from engine.experiment import StepLoss
    from lessons.lab import FinishedRun, Runs

DIGITS = 10


def classify(sums: str, lr: float, epochs: int) -> Experiment:
    """Learn to read 8 x 8 digits in batches of ten; `sums` is keepdim or plain."""
    digits = from_file(data.digits())
    shown = digits.validation.inputs[:DIGITS]
    kept = sums == "keepdim"
    return Experiment(
        data=digits,
        model=Scores,
        step_loss=surprise(kept),
        optimizer=optim.SGD(lr=lr),
        batch_size=DIGITS,
        drop_last=True,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(
            probes.MatrixMap(lambda model: shares_of(model, shown, kept)),
            probes.ConfusionMatrix(),
        ),
    )


def from_file(digits: Dataset) -> Dataset:
    """The digits out of a file in the order (row, column, image)."""

    def load(part: Examples) -> Examples:
        file = part.inputs.T.reshape(8, 8, -1).contiguous()  # as it was stored
        images = file.permute(2, 0, 1)  # (N, 8, 8)
        return Examples(images.flatten(1), part.targets)  # (N, 64)

    return replace(digits, train=load(digits.train), validation=load(digits.validation), test=None)


class Scores(nn.Module):
    """Ten weighted sums of 64 pixels: 650 numbers in two tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(0.1 * torch.randn(DIGITS, 64))
        self.bias = nn.Parameter(torch.zeros(DIGITS))

    def forward(self, images: Tensor) -> Tensor:
        """(B, 64) to (B, 10)."""
        return images @ self.weight.T + self.bias


def softmax(scores: Tensor, kept: bool) -> Tensor:
    """Scores (B, C) to shares; the axis that is summed is kept, (B, 1), or lost, (B,)."""
    powers = scores.exp()
    return powers / powers.sum(dim=1, keepdim=kept)


def one_hot(labels: Tensor) -> Tensor:
    """Labels (B,) to rows (B, 10) of zeros with a single 1."""
    return (labels.unsqueeze(1) == torch.arange(DIGITS, device=labels.device)).float()


def surprise(kept: bool) -> StepLoss:
    """The loss: −ln of the share that went to the right digit, a mean over the batch."""

    def loss(model: nn.Module, batch: Batch) -> Tensor:
        # Whatever it is trained with, it is measured with the right softmax.
        shares = softmax(model(batch.inputs), kept or not model.training)
        right = (shares * one_hot(batch.targets)).sum(dim=1)  # (B,)
        return -right.log().mean()

    return loss


def shares_of(model: nn.Module, images: Tensor, kept: bool) -> Tensor:
    """What the softmax that it trains with makes of ten images: (10, 10)."""
    return softmax(model(images.to(next(model.parameters()).device)), kept)


def what_the_loss_does(runs: Runs) -> str:
    """How the training loss of the softmax without `keepdim` goes on."""
    lost, kept = runs["lost"], runs["kept"]
    if lost.status == "failed":
        return "error"
    if lost.loss.min() < -0.1:
        return "below"
    if lost.loss[-100:].mean() > 2:
        return "stuck"
    return "same" if abs(lost.loss - kept.loss).max() < 0.05 else "slower"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly at the end."""
    return run.curve("accuracy").last
