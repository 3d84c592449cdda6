"""A reader with batch normalisation and dropout, in a loop that sets its modes or forgets to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes
from engine.data import Batch

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

IMAGES = 300
BATCHES = 10
"""Batches in an epoch: nine of 32 images, and one of 12."""


def read_digits(
    train_mode: str, measured_in: str, freeze: str, dropout: float, epochs: int
) -> Experiment:
    """Learn to read 300 digits, and measure how many validation images are read.

    With `freeze` the second half of the epochs is another task: the reader is frozen, and a head
    on top of it learns to tell odd from even. What is measured is still the reading of digits.
    """
    digits = data.subset(data.digits(), IMAGES)
    loop = Loop(train_mode, measured_in, freeze, half=epochs // 2)
    return Experiment(
        data=digits,
        model=lambda: Reader(dropout),
        step_loss=loop.loss,
        predict=loop.measure,
        optimizer=optim.SGD(lr=0.1),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.MatrixMap(lambda model: means(model, digits.train.inputs)),),
    )


class Reader(nn.Module):
    """64 pixels → 32 normalised units → a score for each digit, or for even and odd."""

    batches: Tensor
    """How many it has been trained on."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, 32)
        self.norm = nn.BatchNorm1d(32)
        self.drop = nn.Dropout(dropout)
        self.digit = nn.Linear(32, 10)
        self.parity = nn.Linear(32, 2)
        self.register_buffer("batches", torch.zeros((), dtype=torch.long))

    def features(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, 32)."""
        features: Tensor = self.drop(torch.relu(self.norm(self.hidden(images))))
        return features

    def forward(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        scores: Tensor = self.digit(self.features(images))
        return scores


@dataclass(frozen=True)
class Loop:
    """A training loop, as far as it sets modes."""

    train_mode: str
    measured_in: str
    freeze: str
    half: int
    """The epoch that begins the second task, where there is one."""

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """Of a training batch; and of a measurement, which asks for no gradients."""
        assert isinstance(model, Reader)
        if not torch.is_grad_enabled():
            return cross_entropy(self.measure(model, batch), batch.targets)
        epoch = int(model.batches) // BATCHES
        model.batches += 1
        self.set_modes(model, epoch)
        if not self.frozen(epoch):
            return cross_entropy(model(batch.inputs), batch.targets)
        odd_or_even = model.parity(model.features(1 - batch.inputs))
        return cross_entropy(odd_or_even, batch.targets % 2)

    def measure(self, model: nn.Module, batch: Batch) -> Tensor:
        """Scores (B, 10) of what is measured, in the mode in which this loop measures."""
        model.train(self.measured_in == "train()")
        scores: Tensor = model(batch.inputs)
        return scores

    def frozen(self, epoch: int) -> bool:
        """Whether the old network is frozen by then."""
        return self.freeze != "nothing" and epoch >= self.half

    def set_modes(self, model: Reader, epoch: int) -> None:
        """What the loop has said about modes when a batch of this epoch comes in, in its order.

        Said anew for every batch, because the engine puts all modes back once it has measured, and
        a loop of your own does not.
        """
        # Before the first epoch: train(). Before any other: as the measurement has left it.
        model.train(epoch == 0 or self.measured_in == "train()")
        if self.frozen(epoch):
            model.requires_grad_(False)
            model.parity.requires_grad_(True)
            if epoch == self.half and self.freeze == "and eval() once":
                model.norm.eval()
        if self.train_mode == "each epoch":
            model.train()
        if self.frozen(epoch) and self.freeze == "and eval() each epoch":
            model.norm.eval()


def means(model: nn.Module, images: Tensor) -> Tensor:
    """Above: what the norm takes for the mean of each unit. Below: what it is. (2, 32)."""
    assert isinstance(model, Reader)
    believed = model.norm.running_mean
    assert believed is not None
    return torch.stack([believed, model.hidden(images).mean(dim=0)])


def where_it_shows(runs: Runs) -> str:
    """How the losses of a loop that calls train() once compare with those of a sound loop."""
    each, once = runs["each"], runs["once"]
    training = last_epoch(once) - last_epoch(each)
    validation = once.curve().last - each.curve().last
    if abs(training) < 0.03 and abs(validation) < 0.03:
        return "same"
    if training < 0 < validation:
        return "fools"
    return "lower" if validation < 0 else "higher"


def last_epoch(run: FinishedRun) -> float:
    """Mean training loss of the last epoch."""
    return float(run.loss[-BATCHES:].mean())


def what_is_reported(runs: Runs) -> str:
    """Whether measuring in train mode reports fewer images read, more, or as many."""
    difference = share_read(runs["noisy"]) - share_read(runs["each"])
    if abs(difference) < 0.03:
        return "same"
    return "fewer" if difference < 0 else "more"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read, in the last measurement."""
    return run.curve("accuracy").last


def still_reads(runs: Runs) -> str:
    """Which frozen readers still read as well as before they were frozen, joined by "_"."""
    kept = [name for name in ("undone", "still") if lost(runs[name]) < 0.05]
    return "_".join(kept) or "none"


def lost(run: FinishedRun) -> float:
    """How much less is read in the end than half-way, when the reader was frozen."""
    accuracy = run.curve("accuracy").values
    return float(accuracy[len(accuracy) // 2 - 1] - accuracy[-1])
