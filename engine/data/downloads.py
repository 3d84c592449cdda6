"""MNIST, Fashion-MNIST and CIFAR-10, fetched once through torchvision.

Everything else in `engine.data` is there without a network; these three are for who wants the
well-known names. torchvision is optional, and so is the network: without them there is one clear
error, and `digits` is the offline stand-in.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.base import Dataset, Examples
from engine.data.changes.choosing import subset
from engine.errors import EngineError, at_least

if TYPE_CHECKING:
    from torch import Tensor

VALIDATION = 6
"""One in so many training images validates."""
FASHION = (
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)
THINGS = (
    "aeroplane",
    "car",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "lorry",
)


def mnist(
    *, n: int | None = None, flat: bool = False, seed: int = 0, folder: Path | None = None
) -> Dataset:
    """Handwritten digits: grey images (n, 1, 28, 28) float32, 0 … 1; targets (n,) int64.

    60 000 images, of which one in six validates, split by class; 10 000 for test. `n` keeps so
    many of the training images; `flat` gives (n, 784). The files (about 12 MB) go into `folder`,
    by default `downloads` in the user's data folder. Raises EngineError where torchvision or the
    network is missing.

    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998.
    """
    classes = tuple(str(digit) for digit in range(10))
    return _fetched("MNIST", "MNIST", classes, n=n, flat=flat, seed=seed, folder=folder)


def fashion_mnist(
    *, n: int | None = None, flat: bool = False, seed: int = 0, folder: Path | None = None
) -> Dataset:
    """Clothes: as `mnist` in size and shape, and harder. About 30 MB.

    H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST", 2017, licensed MIT.
    """
    return _fetched(
        "Fashion-MNIST", "FashionMNIST", FASHION, n=n, flat=flat, seed=seed, folder=folder
    )


def cifar10(
    *, n: int | None = None, flat: bool = False, seed: int = 0, folder: Path | None = None
) -> Dataset:
    """Small colour photographs (n, 3, 32, 32) float32, 0 … 1; targets (n,) int64.

    50 000 images, of which one in six validates, split by class; 10 000 for test. `n` keeps so
    many of the training images: all of them take 0.5 GB. The files are about 170 MB. Else as
    `mnist`.

    A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
    """
    return _fetched("CIFAR-10", "CIFAR10", THINGS, n=n, flat=flat, seed=seed, folder=folder)


def default_folder() -> Path:
    """Where downloads go: the user's data folder, or the one that TUTOR_HOME names."""
    if chosen := os.environ.get("TUTOR_HOME"):
        return Path(chosen).expanduser() / "downloads"
    from platformdirs import user_data_path

    return user_data_path("tutor", appauthor=False) / "downloads"


def _fetched(
    title: str,
    kind: str,
    classes: tuple[str, ...],
    *,
    n: int | None,
    flat: bool,
    seed: int,
    folder: Path | None,
) -> Dataset:
    """The data set that torchvision calls `kind`."""
    if n is not None:
        at_least("n", n, 1)
    folder = folder or default_folder()
    known = _read(title, kind, folder, train=True)
    test = _read(title, kind, folder, train=False)
    train, validation = _divided(known.targets, seed)
    whole = Dataset(
        title,
        Examples(known.inputs[train], known.targets[train]),
        Examples(known.inputs[validation], known.targets[validation]),
        test,
        classes=classes,
        image_shape=(known.inputs.shape[-2], known.inputs.shape[-1]),
    )
    chosen = whole if n is None else subset(whole, n, seed=seed)
    return _as_floats(chosen, flat)


def _read(title: str, kind: str, folder: Path, *, train: bool) -> Examples:
    """Images (n, c, h, w) as bytes and their classes, downloaded where they are not there yet."""
    made = _torchvision(title, kind)
    try:
        files = made(str(folder), train=train, download=True)
    # torchvision raises RuntimeError for a damaged file, OSError for the network and the disk.
    except (RuntimeError, OSError) as error:
        raise EngineError(
            f"{title} could not be fetched",
            "The download did not succeed, or the files are damaged.",
            f"Look at the network and at {folder}, or use a data set that needs no network.",
            details=str(error),
        ) from error
    import torch

    images = torch.as_tensor(files.data)
    # MNIST has (n, h, w), CIFAR-10 (n, h, w, 3).
    images = images[:, None] if images.ndim == 3 else images.permute(0, 3, 1, 2)
    return Examples(images, torch.as_tensor(files.targets, dtype=torch.int64))


def _torchvision(title: str, kind: str) -> Any:
    """torchvision's class of that data set."""
    try:
        return getattr(import_module("torchvision.datasets"), kind)
    except ImportError as error:
        raise EngineError(
            f"{title} is not here",
            "It comes through torchvision, which is not installed.",
            "Install it with `pip install torchvision`, or use digits, which needs no download.",
            details=str(error),
        ) from error


def _divided(labels: Tensor, seed: int) -> tuple[Tensor, Tensor]:
    """Numbers of the examples that train and that validate, split by class."""
    import torch

    from engine.data.splits import generator

    random = generator(seed)
    train, validation = [], []
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        members = members[torch.randperm(len(members), generator=random)]
        held = len(members) // VALIDATION
        validation.append(members[:held])
        train.append(members[held:])
    return torch.cat(train).sort().values, torch.cat(validation).sort().values


def _as_floats(data: Dataset, flat: bool) -> Dataset:
    """Bytes become 0 … 1, and rows where `flat`."""
    from engine.data.changes.each_split import changed

    def change(part: Examples) -> Examples:
        images = part.inputs.float() / 255
        return Examples(images.flatten(1) if flat else images, part.targets)

    return changed(data, change)
