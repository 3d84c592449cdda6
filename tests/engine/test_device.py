"""A device is taken at its word, or the error says what there is."""

from __future__ import annotations

import pytest
import recipes
import torch

from engine import device, train
from engine.errors import EngineError


def machine(monkeypatch: pytest.MonkeyPatch, *, cuda: int = 0, mps: bool = False) -> None:
    """Pretend to be another machine."""
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize(
    ("cuda", "mps", "there"),
    [
        (0, False, ("cpu",)),
        (2, False, ("cuda:0", "cuda:1", "cpu")),
        (0, True, ("mps", "cpu")),
    ],
)
def test_the_best_comes_first_and_is_what_auto_takes(
    monkeypatch: pytest.MonkeyPatch, cuda: int, mps: bool, there: tuple[str, ...]
) -> None:
    machine(monkeypatch, cuda=cuda, mps=mps)
    assert device.available() == there
    assert str(device.resolve("auto")) == there[0]


def test_names_mean_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, cuda=2)
    assert str(device.resolve("cpu")) == "cpu"
    assert str(device.resolve("cuda")) == "cuda:0"
    assert str(device.resolve("cuda:1")) == "cuda:1"
    machine(monkeypatch, mps=True)
    assert str(device.resolve("mps")) == "mps"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("cuda", "There is no cuda device here"),
        ("cuda:0", "There is no cuda device here"),
        ("mps", "There is no mps device here"),
        ("tpu", "No device is called 'tpu'"),
        ("", "No device is called ''"),
        ("CPU", "No device is called 'CPU'"),
        ("cuda:first", "No device is called 'cuda:first'"),
        ("cuda:-1", "No device is called 'cuda:-1'"),
    ],
)
def test_what_is_not_there_is_explained(
    monkeypatch: pytest.MonkeyPatch, name: str, title: str
) -> None:
    machine(monkeypatch)
    with pytest.raises(EngineError) as raised:
        device.resolve(name)
    assert raised.value.problem.title == title
    assert raised.value.problem.reason
    assert raised.value.problem.next_step
    with pytest.raises(EngineError):
        next(train(recipes.moons(), device=name))


def test_a_number_too_high_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, cuda=2)
    with pytest.raises(EngineError) as raised:
        device.resolve("cuda:2")
    assert raised.value.problem.title == "There is no cuda:2 here"
    assert "cuda:0, cuda:1, cpu" in raised.value.problem.reason
