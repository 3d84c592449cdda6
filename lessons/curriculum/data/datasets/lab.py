"""Data sets of one's own: a length, and an answer to "give me number i"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.utils.data import Dataset, TensorDataset

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

Sample = tuple[Tensor, ...]
"""An image (64,) and its label ()."""
STATISTICS = {"none": (0.0, 1.0), "mnist": (0.1307, 0.3081), "grey": (33.3, 78.6)}
"""Mean and standard deviation: nothing done; MNIST's, pixels 0 … 1; MNIST's, pixels 0 … 255."""


class Noisy(Dataset[Sample]):
    """Images with noise on them. What PyTorch asks for are the last two methods."""

    def __init__(self, images: Tensor, labels: Tensor, noise: float, *, anew: bool) -> None:
        self.images, self.labels = images, labels  # (n, 64), (n,)
        self.noise, self.anew = noise, anew
        if not anew:
            random = torch.Generator().manual_seed(0)
            self.images = images + noise * torch.randn(images.shape, generator=random)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Sample:
        image = self.images[index]
        if self.anew:
            image = image + self.noise * torch.randn_like(image)
        return image, self.labels[index]


def read_digits(
    source: str, samples: int, noise: float, statistics: str, epochs: int
) -> Experiment:
    """Learn to read 8 x 8 digits from `samples` examples that a data set hands out."""
    digits = scaled(data.subset(data.digits(), samples), statistics)
    images, labels = digits.train.inputs, digits.train.targets
    handed: Dataset[Sample] = TensorDataset(images, labels)
    if source != "tensors":
        handed = Noisy(images, labels, noise, anew=source == "anew")
    return Experiment(
        data=digits,
        loader=data.Loader(dataset=handed),
        model=reader,
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.1),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Samples(lambda _, count: asked_twice(handed, count)),),
    )


def scaled(digits: data.Dataset, statistics: str) -> data.Dataset:
    """(x − mean) / std for every pixel of both splits; `own`: figures of the training split."""
    pixels = digits.train.inputs
    if statistics == "own":
        mean, std = float(pixels.mean()), float(pixels.std())
    else:
        mean, std = STATISTICS[statistics]

    def change(part: data.Examples) -> data.Examples:
        return data.Examples((part.inputs - mean) / std, part.targets)

    train, validation = change(digits.train), change(digits.validation)
    return data.Dataset("digits", train, validation, classes=digits.classes)


def reader() -> nn.Module:
    """64 pixels in, 10 scores out."""
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def asked_twice(handed: Dataset[Sample], count: int) -> Tensor:
    """The first few images (count, 1, 8, 8), each of them asked for twice in a row."""
    images = [handed[index // 2][0] for index in range(count)]
    return torch.stack(images).reshape(-1, 1, 8, 8)


def reads_more(runs: Runs) -> str:
    """The run that reads more validation images; "same" within one in a hundred."""
    return runs.highest(share_read, tie="same", margin=0.01)


def reads_less_than_half(runs: Runs) -> str:
    """The runs that read fewer than half of the validation images, joined by "_"."""
    return "_".join(run.scenario for run in runs if share_read(run) < 0.5) or "none"


def share_read(run: FinishedRun) -> float:
    """Share of the clean validation images that were read correctly at the end."""
    return run.curve("accuracy").last
