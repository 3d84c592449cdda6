"""What the milestone of the tensors says is what its lab shows."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch.nn.functional import cross_entropy, one_hot

from engine.data import Batch
from engine.events import Probed, RunStarted
from engine.observations import Matrix
from lessons.curriculum.tensors.milestone import lab


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("tensors/milestone")


def test_the_text_explains_the_answer_of_the_runs(lesson: Bench) -> None:
    assert lesson.observed("what_the_loss_does") == "below"
    assert lesson.never_run() == set()


def test_figures_of_the_two_runs(lesson: Bench) -> None:
    text = lesson.after("two_sums")
    kept, lost = lesson.run("kept"), lesson.run("lost")
    assert f"goes down to −{-lost.loss.min():.2f}, which" in text
    assert kept.loss.min() > 0
    assert kept.loss[0] == pytest.approx(math.log(10), abs=0.3)
    read = [round(100 * lab.share_read(run)) for run in (lost, kept)]
    assert (
        f"it reads: {read[0]} in 100 validation images, where the right softmax reads {read[1]}"
        in text
    )
    (started,) = (event for event in lesson.events("kept") if isinstance(event, RunStarted))
    assert started.parameters == 650


def test_only_kept_sums_make_shares(lesson: Bench) -> None:
    shares = {
        name: [
            event.seen.values.numpy()
            for event in lesson.events(name)
            if isinstance(event, Probed) and isinstance(event.seen, Matrix)
        ][-1]
        for name in ("kept", "lost")
    }
    assert shares["kept"].max() <= 1
    assert shares["lost"].max() > 10
    sums = {name: values.sum(axis=1) for name, values in shares.items()}
    assert sums["kept"] == pytest.approx(1, abs=1e-5)
    assert abs(sums["lost"] - 1).max() > 0.5
    with pytest.raises(RuntimeError):
        lab.softmax(torch.zeros(32, 10), kept=False)


def test_the_loss_of_tensors_is_cross_entropy_with_the_slopes_of_the_text() -> None:
    torch.manual_seed(0)
    model, images, digits = lab.Scores(), torch.rand(32, 64), torch.randint(10, (32,))
    loss = lab.surprise(kept=True)(model, Batch(images, digits))
    assert loss.item() == pytest.approx(cross_entropy(model(images), digits).item(), rel=1e-5)
    loss.backward()
    error = (model(images).softmax(dim=1) - one_hot(digits, 10)) / 32
    torch.testing.assert_close(model.weight.grad, error.T @ images, atol=1e-6, rtol=0)
    torch.testing.assert_close(model.bias.grad, error.sum(dim=0), atol=1e-6, rtol=0)
