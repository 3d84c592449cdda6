"""Where the numbers of a tensor lie, what a seed fixes, and which shapes go through a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, mse_loss

from engine import Experiment, data, metrics, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.lab import Runs


def first_tensors(task: str, draw: str, lr: float) -> Experiment:
    """Find five weights again from numbers that were drawn, or read handwritten digits."""
    return five_weights(draw, lr) if task == "weights" else read_digits(lr)


def five_weights(draw: str, lr: float) -> Experiment:
    """100 steps of descent towards the weights that made the targets."""
    return Experiment(
        data=made_up(draw),
        model=one_layer,
        loss=mse_loss,
        optimizer=optim.SGD(lr=lr),
        steps=100,
        probes=(probes.Activations(limits=(-4.0, 4.0)),),
    )


def made_up(draw: str, samples: int = 400) -> Dataset:
    """Inputs (400, 5) drawn with a generator of their own; targets (400, 1) = x @ w + 1."""
    generator = torch.Generator().manual_seed(0)
    x = drawn(draw, (samples, 5), generator)
    w = torch.tensor([[1.0], [-2.0], [3.0], [-1.0], [0.5]])  # (5, 1)
    y = x @ w + 1
    return Dataset("five weights", Examples(x[:300], y[:300]), Examples(x[300:], y[300:]))


def drawn(draw: str, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Random numbers of that shape, of one of four kinds."""
    if draw == "randn":
        return torch.randn(shape, generator=generator)
    x = torch.rand(shape, generator=generator)
    if draw == "moved":
        return x - 0.5
    if draw == "stretched":
        return (x - 0.5) * 12**0.5
    return x


def one_layer() -> nn.Sequential:
    """(n, 5) → (n, 1). The first part only hands the inputs on, so that the view can see them."""
    return nn.Sequential(nn.Identity(), nn.Linear(5, 1))


def read_digits(lr: float) -> Experiment:
    """Three passes over the small digits, with a network of one convolution."""
    digits = data.digits(flat=False)
    images = digits.validation.inputs[:64]  # (64, 1, 8, 8)
    return Experiment(
        data=digits,
        model=small_cnn,
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        batch_size=64,
        epochs=3,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Samples(draw=lambda model, count: trace(model, images[:count]), count=64),),
    )


def small_cnn() -> nn.Sequential:
    """Images (n, 1, 8, 8) → scores of the ten digits (n, 10)."""
    return nn.Sequential(
        nn.Conv2d(1, 8, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(8 * 4 * 4, 10),
    )


def trace(model: nn.Module, x: Tensor) -> Sequence[str]:
    """Send images x (n, 1, 8, 8) through the network, and note the tensor after each layer."""
    lines = [described("input", x)]
    for layer in model.children():
        x = layer(x)
        lines.append(described(type(layer).__name__, x))
    return lines


def described(name: str, x: Tensor) -> str:
    """Name and shape, and the mean of the numbers with their deviation."""
    return f"{name} {tuple(x.shape)} {x.mean().item():.2f} ± {x.std().item():.2f}"


def get_there(runs: Runs) -> str:
    """The runs whose loss falls below 0.01, joined by "_"."""
    return "_".join(run.scenario for run in runs if (run.loss < 0.01).any()) or "none"


def how_far_apart(runs: Runs) -> str:
    """Between the best and the worst of all seeds, in validation accuracy after the last epoch."""
    accuracies = [run.curve("accuracy").last for run in runs]
    apart = max(accuracies) - min(accuracies)
    if min(accuracies) < 0.2 < max(accuracies):
        return "fails"
    return "same" if apart == 0 else "little" if apart < 0.03 else "far"
