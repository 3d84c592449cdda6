"""A folder of images as a data set, and two ways in which it hands out wrong labels."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.utils.data import Dataset

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

HEADER = b"P5 8 8 16\n"
"""What a grey image of 8 x 8 pixels, 0 … 16, begins with in the format PGM."""


class ImageFolder(Dataset[tuple[Tensor, Tensor]]):
    """Images that lie in one folder for each class; the class is the number of its folder."""

    def __init__(self, root: Path, *, careless: bool = False, mixed: bool = False) -> None:
        entries = sorted(root.iterdir())
        if not careless:
            entries = [entry for entry in entries if entry.is_dir()]
        self.classes = [entry.name for entry in entries]
        files = sorted(root.glob("*/*.pgm"))
        labels = [self.classes.index(file.parent.name) for file in files]
        if mixed:  # the files, and not the labels
            order = torch.randperm(len(files), generator=torch.Generator().manual_seed(0))
            files = [files[place] for place in order.tolist()]
        self.images = torch.stack([read_image(file) for file in files])  # (n, 64)
        self.labels = torch.tensor(labels)  # (n,)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.images[index], self.labels[index]


def read_image(file: Path) -> Tensor:
    """64 pixels, 0 … 1."""
    return torch.tensor(list(file.read_bytes()[len(HEADER) :])) / 16


def write_folders(root: Path, examples: data.Examples, *, stray: bool) -> None:
    """A folder for each digit, with its images; `stray`: and a hidden file beside them."""
    for number, (image, label) in enumerate(zip(examples.inputs, examples.targets, strict=True)):
        folder = root / str(int(label))
        folder.mkdir(exist_ok=True)
        pixels = (16 * image).round().to(torch.uint8)
        (folder / f"{number:03d}.pgm").write_bytes(HEADER + bytes(pixels.tolist()))
    if stray:
        (root / ".DS_Store").touch()


def from_folder(stray: bool, careless: bool, mixed: bool, epochs: int) -> Experiment:
    """Learn from a folder of 200 digits; validation images have the labels they should have."""
    digits = data.subset(data.digits(), 200)
    with TemporaryDirectory() as folder:
        write_folders(Path(folder), digits.train, stray=stray)
        found = ImageFolder(Path(folder), careless=careless, mixed=mixed)
    classes = len(found.classes)
    return Experiment(
        data=data.Dataset(
            "a folder of digits",
            data.Examples(found.images, found.labels),
            digits.validation,
            classes=tuple(str(number) for number in range(classes)),
            image_shape=(8, 8),
        ),
        loader=data.Loader(dataset=found),
        model=lambda: reader(classes),
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.01),
        batch_size=50,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ImageGrid(), probes.BatchLabels(), probes.ConfusionMatrix()),
    )


def reader(classes: int) -> nn.Module:
    """64 pixels in, one score for each class out."""
    return nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, classes))


def how_many(runs: Runs) -> str:
    """How many validation images are read after learning from the folder with a stray file."""
    share = runs["stray"].curve("accuracy").last
    if share > 0.5:
        return "most"
    return "chance" if share > 0.05 else "hardly"


def below_guessing(runs: Runs) -> str:
    """Which losses of the mixed run fall clearly below ln 10, that of knowing nothing."""
    run = runs["mixed"]
    level = 0.95 * math.log(10)
    learnt = last_epoch(run) < level
    useful = bool(run.curve("loss").values.min() < level)
    return {
        (True, True): "both",
        (True, False): "training",
        (False, True): "validation",
        (False, False): "neither",
    }[learnt, useful]


def last_epoch(run: FinishedRun) -> float:
    """Mean training loss over the four batches of the last epoch."""
    return float(run.loss[-4:].mean())
