"""What the lesson on NumPy and PyTorch says is what its lab and both libraries show."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from engine import data
from engine.data import Batch
from lessons.curriculum.groundwork.numpy_to_torch import lab


@pytest.fixture(scope="module")
def both() -> Bench:
    return bench("groundwork/numpy_to_torch")


def test_predictions(both: Bench) -> None:
    assert both.observed("two_lines") == "same"
    assert both.observed("a_factor_missing") == "worse"
    assert both.never_run() == set()


def test_two_lines_are_one(both: Bench) -> None:
    numpy, torch_ = both.run("numpy"), both.run("torch")
    text = both.after("lines")
    assert f"a loss of {numpy.loss[-1]:.4f}," in text
    assert f"w = b = 0 it was {numpy.loss[0]:.4f}, so" in text
    assert 1 - numpy.loss[-1] / numpy.loss[0] == pytest.approx(1 / 3, abs=0.01)
    assert numpy.loss == pytest.approx(torch_.loss, abs=1e-6)


def test_slopes_by_numpy_are_those_of_autograd(both: Bench) -> None:
    patients = data.diabetes(features=("bmi",)).train
    assert f"{len(patients)} people" in both.after("as_in_numpy")
    x, y = patients.inputs.double().numpy(), patients.targets.double().numpy()
    _, of_w, of_b = lab.loss_and_slopes(np.array([[0.3]]), np.array([0.1]), x, y)
    line = lab.straight_line()
    with torch.no_grad():
        line.weight.fill_(0.3)
        line.bias.fill_(0.1)
    torch.nn.functional.mse_loss(line(patients.inputs), patients.targets).backward()
    assert line.weight.grad is not None
    assert line.bias.grad is not None
    assert line.weight.grad.item() == pytest.approx(of_w, abs=1e-6)
    assert line.bias.grad.item() == pytest.approx(of_b, abs=1e-6)
    lab.in_numpy(line, Batch(patients.inputs, patients.targets)).backward()
    assert line.weight.grad.item() == pytest.approx(2 * of_w, abs=1e-6)


def test_three_networks(both: Bench) -> None:
    text = both.after("networks")
    by_hand, autograd, wrong = (both.run(name) for name in ("by_hand", "autograd", "no_bend"))
    assert by_hand.loss == pytest.approx(autograd.loss, abs=1e-4)
    assert f"the loss ends at the same {autograd.loss[-1]:.4f};" in text
    assert f"bend it ends at {wrong.loss[-1]:.4f}, nearly three times" in text
    assert 2.7 < wrong.loss[-1] / autograd.loss[-1] < 3
    assert (wrong.loss[1:] < wrong.loss[:-1]).mean() > 0.99


def test_what_the_text_says_of_both_libraries(both: Bench) -> None:
    text = both.after("lines")
    message = "mat1 and mat2 must have the same dtype, but got Double and Float"
    array = np.zeros((3, 1))
    tensor, copy = torch.from_numpy(array), torch.tensor(array)
    with pytest.raises(RuntimeError, match=message):
        torch.nn.Linear(1, 1)(tensor)
    assert f"RuntimeError: {message}" in text
    tensor[0] = 5
    assert array[0] == 5
    assert copy[0] == 0
    few = torch.tensor([2.0, 4.0, 6.0])
    assert torch.std(few).item() == pytest.approx(np.std([2, 4, 6], ddof=1)) == 2
    assert torch.std(few, correction=0).item() == pytest.approx(np.std([2, 4, 6])) != 2
