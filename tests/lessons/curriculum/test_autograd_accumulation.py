"""What the lesson on accumulation says is what its lab shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from engine import data
from lessons.curriculum.autograd.accumulation import lab


@pytest.fixture(scope="module")
def sums() -> Bench:
    return bench("autograd/accumulation")


@pytest.mark.parametrize(
    ("prediction", "answer"), [("swing", "returns"), ("lower_on_digits", "reader")]
)
def test_the_runs_give_the_answer_that_the_text_explains(
    sums: Bench, prediction: str, answer: str
) -> None:
    assert sums.observed(prediction) == answer
    assert sums.never_run() == set()


def test_the_line_swings_for_ever(sums: Bench) -> None:
    text, kept = sums.after("run-1"), sums.run("kept")
    best = sums.run(None, length=300).loss[-1]
    assert f"from {kept.loss[0]:.3f} to {kept.loss[4]:.3f} within five steps" in text
    assert f"the best there is ({best:.3f}), and after ten it is at {kept.loss[9]:.3f}" in text
    assert sums.run(None, gradient="never emptied", length=500).loss[400:].max() > 0.95
    assert f"is longest: {kept.grad_norm[4]:.3f}," in text
    assert np.argmax(kept.grad_norm[:10]) == np.argmin(kept.loss[:10]) == 4
    true_slopes = 2 * np.sqrt(kept.loss - best)
    assert kept.grad_norm.max() > 3 * true_slopes.max()
    assert lab.flattest(kept) == (4, 6)
    turns = np.flatnonzero((kept.loss[1:-1] > kept.loss[:-2]) & (kept.loss[1:-1] > kept.loss[2:]))
    assert len(turns) + 1 == 2 * 3  # too steep and flat again, the last step included


def test_formula_and_autograd_agree_and_only_one_of_them_asks_autograd(sums: Bench) -> None:
    by_formula, by_autograd = sums.run("formula").loss, sums.run("emptied").loss
    assert np.abs(by_formula - by_autograd).max() < 1e-6
    w, b = torch.zeros(()), torch.zeros(())
    lab.ByFormula([w, b], data.diabetes(features=("bmi",)).train, 0.1).step()
    assert w.abs() > 0.1
    assert w.grad is None


def test_digits_without_zero_grad_fall_first_and_are_thrown_out(sums: Bench) -> None:
    text = sums.after("run-2")
    reader, hoarder = sums.run("reader"), sums.run("hoarder")
    assert f"By step 23 its loss is at {hoarder.loss[22]:.3f};" in text
    assert "is still above 1.4" in text
    assert reader.loss[:23].min() > 1.4
    assert (
        f"its mean loss is {lab.settled(hoarder):.2f}, against {lab.settled(reader):.2f}," in text
    )
    read = [f"{100 * run.curve('accuracy').last:.0f} %" for run in (hoarder, reader)]
    assert f"reads {read[0]} of the validation images, against {read[1]}." in text
    assert (
        f"climbs to {hoarder.grad_norm.max():.1f}. It began at {hoarder.grad_norm[0]:.2f}" in text
    )
    assert reader.grad_norm[0] == hoarder.grad_norm[0]
    assert f"never exceeded {reader.grad_norm.max():.2f}." in text
    slow = sums.run(None, problem="digits", gradient="never emptied", lr=0.03, length=300)
    assert slow.loss[150:].max() > 2 * slow.loss[:100].min()
    assert slow.loss.argmin() > 40


def test_what_torch_says(sums: Bench) -> None:
    w = torch.tensor(3.0, requires_grad=True)
    with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'zero_'"):
        w.grad.zero_()  # type: ignore[union-attr]
    loss = w**2
    loss.backward()
    with pytest.raises(RuntimeError, match="Trying to backward through the graph a second time"):
        loss.backward()
    total = w + 1
    total.backward()
    total.backward()
    assert w.grad is not None
    assert w.grad.item() == 6 + 1 + 1
    torch.optim.SGD([w], 0.1).zero_grad()
    assert w.grad is None
    (3 * w).backward()
    assert sums.number("two_losses") == 3 + 2 * 2
    assert sums.number("three_calls") == 3 * 2**2
