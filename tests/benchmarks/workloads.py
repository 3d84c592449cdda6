"""The four workloads of the performance budgets, once as an experiment and once as plain PyTorch.

a: 2-16-2 MLP on two moons, batch 32, SGD with momentum.   b: 64-128-128-10 MLP on digits, batch 64.
c: LeNet on digits scaled to 28x28, batch 64.               d: two-layer character Transformer.
b, c and d use AdamW.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn import functional as F

from engine import data as datasets
from engine.data import Dataset, Examples

Loss = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, slots=True)
class Workload:
    """One task, before anybody trains it."""

    name: str
    model: Callable[[], nn.Module]
    data: Dataset
    loss: Loss
    batch_size: int
    sgd: bool
    """SGD with momentum 0.9 at 0.05, or AdamW at 1e-3."""

    def torch_optimizer(
        self, parameters: Iterable[nn.Parameter], *, fused: bool | None = None
    ) -> torch.optim.Optimizer:
        """The optimiser as PyTorch's own object."""
        if self.sgd:
            return torch.optim.SGD(parameters, lr=0.05, momentum=0.9, fused=fused)
        return torch.optim.AdamW(parameters, lr=1e-3, fused=fused)


def workload(name: str) -> Workload:
    """Build one of `a`, `b`, `c`, `d`."""
    return {"a": _moons, "b": _digits, "c": _lenet, "d": _characters}[name]()


def _moons() -> Workload:
    def model() -> nn.Module:
        return nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 2))

    return Workload(
        "a", model, datasets.moons(n=2000, noise=0.2, seed=0), F.cross_entropy, 32, True
    )


def _digits() -> Workload:
    def model() -> nn.Module:
        return nn.Sequential(
            nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10)
        )

    inputs, targets = _raw_digits()
    data = _dataset("digits", inputs, targets, (8, 8))
    return Workload("b", model, data, F.cross_entropy, 64, False)


def _lenet() -> Workload:
    def model() -> nn.Module:
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(400, 120),
            nn.ReLU(),
            nn.Linear(120, 84),
            nn.ReLU(),
            nn.Linear(84, 10),
        )

    inputs, targets = _raw_digits()
    images = F.interpolate(inputs.view(-1, 1, 8, 8), size=(28, 28), mode="bilinear")
    data = _dataset("digits 28x28", images, targets, (28, 28))
    return Workload("c", model, data, F.cross_entropy, 64, False)


class _Characters(nn.Module):
    """Two encoder layers, width 64, context 32, a causal mask, next-character logits."""

    def __init__(self, alphabet: int, context: int = 32, width: int = 64) -> None:
        super().__init__()
        self.characters = nn.Embedding(alphabet, width)
        self.positions = nn.Embedding(context, width)
        layer = nn.TransformerEncoderLayer(
            width, 4, 4 * width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, alphabet)
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(context))

    def forward(self, text: Tensor) -> Tensor:
        places = torch.arange(text.shape[1], device=text.device)
        hidden = self.characters(text) + self.positions(places)
        logits: Tensor = self.head(self.layers(hidden, mask=self.mask, is_causal=True))
        return logits


def _characters() -> Workload:
    from pydoc_data.topics import topics

    text = "".join(topics.values())[:40_000]
    alphabet = sorted(set(text))
    codes = torch.tensor([alphabet.index(character) for character in text])
    windows = codes.unfold(0, 33, 16)

    def loss(logits: Tensor, targets: Tensor) -> Tensor:
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    data = _dataset("characters", windows[:, :-1].contiguous(), windows[:, 1:].contiguous())
    return Workload("d", lambda: _Characters(len(alphabet)), data, loss, 16, False)


def _raw_digits() -> tuple[Tensor, Tensor]:
    bunch = load_digits()
    return torch.tensor(bunch.data / 16, dtype=torch.float32), torch.tensor(bunch.target)


def _dataset(
    name: str, inputs: Tensor, targets: Tensor, image_shape: tuple[int, int] | None = None
) -> Dataset:
    few = Examples(inputs[:64], targets[:64])
    return Dataset(
        name=name,
        train=Examples(inputs, targets),
        validation=few,
        classes=tuple("0123456789") if image_shape else (),
        image_shape=image_shape,
    )
