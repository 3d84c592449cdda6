"""A scale for every pixel, kept as a plain tensor, as a buffer or as a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs


def read_digits(keeps: str, redraw_at: int, lr: float, rounds: int) -> Experiment:
    """Learn to read 8 x 8 images of digits, in batches of 32."""
    return Experiment(
        data=data.digits(),
        model=lambda: Scaled(keeps, redraw_at),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=32,
        steps=rounds,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.MatrixMap(scale_of), probes.Shapes()),
    )


class Scaled(nn.Module):
    """Multiplies each pixel by a number of its own, then reads."""

    scale: Tensor
    steps: Tensor

    def __init__(self, keeps: str, redraw_at: int) -> None:
        super().__init__()
        ones = torch.ones(64)
        if keeps == "parameter":
            self.scale = nn.Parameter(ones)
        elif keeps == "buffer":
            self.register_buffer("scale", ones)
        else:
            self.scale = ones.requires_grad_()
        self.layers = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
        self.redraw_at = redraw_at
        self.register_buffer("steps", torch.zeros((), dtype=torch.long))

    def forward(self, images: Tensor) -> Tensor:
        """(B, 64) → (B, 10)."""
        if self.training:
            self.steps += 1
            if self.steps == self.redraw_at:
                self.apply(redraw)
        scores: Tensor = self.layers(images * self.scale)
        return scores


def redraw(layer: nn.Module) -> None:
    """Give a linear layer new random weights; leave every other one alone."""
    if isinstance(layer, nn.Linear):
        layer.reset_parameters()


def scale_of(model: nn.Module) -> Tensor:
    """The scales where their pixels are: (8, 8)."""
    assert isinstance(model, Scaled)
    return model.scale.reshape(8, 8)


def same_curve(runs: Runs) -> str:
    """Which of the three loss curves are one and the same, joined by "_"."""
    names = ("plain", "buffer", "parameter")
    pairs = [(a, b) for a in names for b in names if a < b and coincide(runs[a], runs[b])]
    alike = [name for name in names if any(name in pair for pair in pairs)]
    return "_".join(alike) or "none"


def coincide(one: FinishedRun, other: FinishedRun) -> bool:
    """Whether two runs had the same loss at every step."""
    return bool(np.abs(one.loss - other.loss).max() < 1e-4)


def after_redraw(runs: Runs) -> str:
    """Where the loss stands in the step in which the weights were drawn anew."""
    loss = runs["anew"].loss
    levels = {"same": loss[89:99].mean(), "start": loss[0], "worse": 3 * loss[0]}
    return min(levels, key=lambda name: abs(levels[name] - loss[99]))
