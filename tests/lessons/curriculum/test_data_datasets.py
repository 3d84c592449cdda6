"""What the lesson on data sets says is what its lab, and PyTorch, show."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch.utils.data import DataLoader, TensorDataset

from engine import data
from lessons.curriculum.data.datasets import lab


@pytest.fixture(scope="module")
def datasets() -> Bench:
    return bench("data/datasets")


def test_figures_of_the_noise(datasets: Bench) -> None:
    text = datasets.after("run-1")
    anew, once = datasets.run("anew"), datasets.run("once")
    read = [round(100 * lab.share_read(run)) for run in (anew, once)]
    assert f"`__getitem__` reads {read[0]} % of the clean images, the other one {read[1]} %" in text
    per_epoch = anew.steps // 40
    high, low = (f"{run.loss[-per_epoch:].mean():.2f}" for run in (anew, once))
    assert f"a mean of {high}, the worse one {low}." in text
    assert f"{200 * 40} times in the whole run" in text
    assert "about level" in text
    sure, unsure = (run.curve("loss").last for run in (once, anew))
    assert abs(sure - unsure) < 0.1


def test_less_noise_leaves_less_to_learn_by_heart(datasets: Bench) -> None:
    settings = {"noise": 0.2, "samples": 200, "epochs": 40}
    once, anew = (datasets.run(None, source=source, **settings) for source in ("once", "anew"))
    assert abs(lab.share_read(once) - lab.share_read(anew)) < 0.04


def test_a_data_set_is_asked_for_every_sample_in_every_epoch(datasets: Bench) -> None:
    asked: list[int] = []

    class Counted(lab.Noisy):
        def __getitem__(self, index: int) -> lab.Sample:
            asked.append(index)
            return super().__getitem__(index)

    counted = Counted(torch.rand(300, 64), torch.zeros(300), 0.1, anew=True)
    for _ in range(20):
        list(DataLoader(counted, batch_size=50, shuffle=True))
    assert len(asked) == datasets.number("how_often_asked")
    assert not torch.equal(counted[0][0], counted[0][0])


def test_a_data_set_of_ones_own_without_noise_is_a_tensor_dataset(datasets: Bench) -> None:
    settings = {"noise": 0.0, "samples": 100, "epochs": 1}
    runs = [datasets.run(None, source=name, **settings) for name in ("tensors", "once", "anew")]
    assert runs[0].loss.tolist() == runs[1].loss.tolist() == runs[2].loss.tolist()
    with pytest.raises(AssertionError, match="Size mismatch"):
        TensorDataset(torch.zeros(3), torch.zeros(4))


def test_figures_of_the_scales(datasets: Bench) -> None:
    text = datasets.after("run-2")
    names = ("own", "mnist", "raw", "grey")
    own, mnist, raw, grey = (round(100 * lab.share_read(datasets.run(name))) for name in names)
    assert f"own figures {own} % are read, with MNIST's {mnist} % as well, unscaled {raw} %" in text
    assert f"it is {grey} %: chance" in text
    digits = data.digits()
    borrowed, squeezed = (
        lab.scaled(digits, name).train.inputs.double() for name in ("mnist", "grey")
    )
    assert f"mean of {borrowed.mean():.2f} and a deviation of {borrowed.std():.2f}" in text
    assert f"−{-squeezed.min():.3f} and −{-squeezed.max():.3f}" in text


def test_figures_of_the_pixels(datasets: Bench) -> None:
    pixels = data.digits().train.inputs
    text = datasets.after("rows_of_tensors")
    assert f"mean of {pixels.mean():.3f} and a deviation of {pixels.std():.3f}" in text
    assert "33.3 and 78.6" in text
    assert (round(255 * 0.1307, 1), round(255 * 0.3081, 1)) == (33.3, 78.6)
    own = lab.scaled(data.digits(), "own").train.inputs
    assert own.mean().item() == pytest.approx(0, abs=1e-5)
    assert own.std().item() == pytest.approx(1, abs=1e-4)


def test_red_after_figures_of_mnist(datasets: Bench) -> None:
    assert datasets.number("red_after_mnist") == pytest.approx((0.4914 - 0.1307) / 0.3081, abs=1e-3)


def test_every_scenario_is_run(datasets: Bench) -> None:
    assert datasets.never_run() == set()
