"""Downloads: converted rightly, and a clear error without torchvision or network."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from engine.data import cifar10, fashion_mnist, mnist
from engine.data.catalog import datasets
from engine.data.downloads import default_folder
from engine.errors import ConfigurationError, EngineError


class Grey:
    """Stands in for torchvision's MNIST: bytes (n, 28, 28) as a tensor."""

    calls: list[tuple[str, bool, bool]] = []

    def __init__(self, root: str, train: bool, download: bool) -> None:
        type(self).calls.append((root, train, download))
        n = 120 if train else 20
        self.targets = torch.arange(n) % 10
        self.data = torch.zeros(n, 28, 28, dtype=torch.uint8)
        self.data[:, 3, 4] = 255
        self.data[:, 0, 0] = torch.arange(n, dtype=torch.uint8)


class Colour:
    """Stands in for torchvision's CIFAR-10: bytes (n, 32, 32, 3) as an array, a list of classes."""

    def __init__(self, root: str, train: bool, download: bool) -> None:
        n = 60 if train else 10
        self.targets = [number % 10 for number in range(n)]
        self.data = np.zeros((n, 32, 32, 3), dtype=np.uint8)
        self.data[:, 5, 6, 0] = 255
        self.data[:, 7, 8, 2] = 51


class Offline:
    def __init__(self, root: str, train: bool, download: bool) -> None:
        raise OSError("no route to host")


class Damaged:
    def __init__(self, root: str, train: bool, download: bool) -> None:
        raise RuntimeError("File not found or corrupted.")


def pretend(monkeypatch: pytest.MonkeyPatch, **kinds: Any) -> None:
    """Put a torchvision with these data sets in place."""
    package, module = ModuleType("torchvision"), ModuleType("torchvision.datasets")
    for name, kind in kinds.items():
        setattr(module, name, kind)
    monkeypatch.setitem(sys.modules, "torchvision", package)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", module)


def test_mnist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend(monkeypatch, MNIST=Grey)
    Grey.calls.clear()
    data = mnist(folder=tmp_path)
    assert Grey.calls == [(str(tmp_path), True, True), (str(tmp_path), False, True)]
    assert data.test is not None
    assert (len(data.train), len(data.validation), len(data.test)) == (100, 20, 20)
    assert data.image_shape == (28, 28)
    assert data.classes == tuple("0123456789")
    for part in (data.train, data.validation, data.test):
        assert part.inputs.shape == (len(part), 1, 28, 28)
        assert part.inputs.dtype == torch.float32
        assert part.targets.dtype == torch.int64
        assert (part.inputs[:, 0, 3, 4] == 1).all()
        assert part.targets.bincount().unique().numel() == 1
        number = (part.inputs[:, 0, 0, 0] * 255).round().long()
        assert torch.equal(part.targets, number % 10)
    both = torch.cat([data.train.inputs, data.validation.inputs])[:, 0, 0, 0] * 255
    assert torch.equal(both.round().sort().values, torch.arange(120).float())


def test_fewer_and_flat(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend(monkeypatch, FashionMNIST=Grey)
    data = fashion_mnist(n=30, flat=True, folder=tmp_path)
    assert data.train.inputs.shape == (30, 784)
    assert data.train.targets.bincount().tolist() == [3] * 10
    assert data.validation.inputs.shape == (20, 784)
    assert data.classes[7] == "sneaker"
    with pytest.raises(ConfigurationError, match="at least 1"):
        fashion_mnist(n=0, folder=tmp_path)


def test_channels_of_colour_images_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend(monkeypatch, CIFAR10=Colour)
    data = cifar10(folder=tmp_path)
    assert data.train.inputs.shape == (50, 3, 32, 32)
    assert data.image_shape == (32, 32)
    assert data.train.inputs[0].nonzero().tolist() == [[0, 5, 6], [2, 7, 8]]
    assert data.train.inputs[0, 2, 7, 8].item() == pytest.approx(0.2)


def test_the_same_seed_gives_the_same_split(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend(monkeypatch, MNIST=Grey)
    before = torch.get_rng_state()
    first, again = mnist(folder=tmp_path), mnist(folder=tmp_path)
    other = mnist(folder=tmp_path, seed=1)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(first.validation.inputs, again.validation.inputs)
    assert not torch.equal(first.validation.inputs, other.validation.inputs)


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10"])
def test_without_torchvision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setitem(sys.modules, "torchvision", None)
    monkeypatch.setitem(sys.modules, "torchvision.datasets", None)
    with pytest.raises(EngineError) as caught:
        datasets.make(name, folder=tmp_path)
    problem = caught.value.problem
    assert "is not here" in problem.title
    assert "torchvision" in problem.reason
    assert "pip install torchvision" in problem.next_step


@pytest.mark.parametrize("broken", [Offline, Damaged])
def test_without_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: Any) -> None:
    pretend(monkeypatch, MNIST=broken)
    with pytest.raises(EngineError) as caught:
        mnist(folder=tmp_path)
    problem = caught.value.problem
    assert problem.title == "MNIST could not be fetched"
    assert str(tmp_path) in problem.next_step
    assert problem.details in ("no route to host", "File not found or corrupted.")


def test_where_downloads_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "downloads"
    monkeypatch.delenv("TUTOR_HOME")
    assert default_folder().parts[-2:] == ("tutor", "downloads")
