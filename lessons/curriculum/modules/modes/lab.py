"""A reader with dropout and batch normalisation, and a loop that sets the two modes or forgets."""

from __future__ import annotations

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
"""Batches in an epoch: nine of 32 images and one of 12."""


def read_digits(
    train_mode: str, measured_in: str, freeze: str, dropout: float, epochs: int
) -> Experiment:
    """Learn to read 300 digits. The validation images are measured after every epoch."""
    digits = data.subset(data.digits(), IMAGES)
    loop = Loop(train_mode, measured_in, freeze, half=epochs // 2)
    return Experiment(
        data=digits,
        model=lambda: Reader(dropout),
        step_loss=loop.loss,
        predict=loop.scores,
        optimizer=optim.SGD(lr=0.1),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.MatrixMap(lambda model: means(model, digits.train.inputs)),),
    )


class Reader(nn.Module):
    """64 pixels → 32 units, normalised → ten scores. `parity` is for a second task."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(64, 32)
        self.norm = nn.BatchNorm1d(32)
        self.drop = nn.Dropout(dropout)
        self.digit = nn.Linear(32, 10)
        self.parity = nn.Linear(32, 2)

    def features(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, 32)."""
        features: Tensor = self.drop(torch.relu(self.norm(self.hidden(images))))
        return features

    def forward(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        scores: Tensor = self.digit(self.features(images))
        return scores


class Loop:
    """What a training loop does about modes, before each batch and before each measurement."""

    def __init__(self, train_mode: str, measured_in: str, freeze: str, half: int) -> None:
        self.train_mode, self.measured_in, self.freeze = train_mode, measured_in, freeze
        self.second_task_from = half * BATCHES
        self.steps = 0

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """Of a training step, or of a measurement: then no gradients are asked for."""
        if not torch.is_grad_enabled():
            return cross_entropy(self.scores(model, batch), batch.targets)
        assert isinstance(model, Reader)
        epoch, first = self.steps // BATCHES, self.steps % BATCHES == 0
        self.steps += 1
        if first and (epoch == 0 or self.train_mode == "each epoch"):
            model.train()
        if self.freeze != "nothing" and self.steps > self.second_task_from:
            return self.second_task(model, batch)
        return cross_entropy(model(batch.inputs), batch.targets)

    def scores(self, model: nn.Module, batch: Batch) -> Tensor:
        """What is measured, in the mode in which this loop measures."""
        model.train(self.measured_in == "train mode")
        scores: Tensor = model(batch.inputs)
        return scores
