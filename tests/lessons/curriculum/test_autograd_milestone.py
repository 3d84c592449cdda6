"""What the milestone of the unit on autograd says is what its lab shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from engine import data
from engine.data import Batch
from lessons.curriculum.autograd.milestone import lab


@pytest.fixture(scope="module")
def milestone() -> Bench:
    return bench("autograd/milestone")


def test_prediction_and_runs(milestone: Bench) -> None:
    assert milestone.observed("what_became") == "hardly"
    assert milestone.never_run() == set()


def test_figures(milestone: Bench) -> None:
    text = milestone.after("run-1")
    by_torch, by_values = milestone.run("torch").loss, milestone.run("values").loss
    assert np.abs(by_torch - by_values).max() < 1e-3
    assert f"begin at a loss of {by_torch[0]:.3f} and end at {by_torch[-1]:.3f}." in text
    last, norm = milestone.run("last").loss, milestone.run("last").grad_norm
    assert norm.max() < 1e-6
    assert f"begins at {last[0]:.3f} too" in text
    assert last == pytest.approx(last[0], abs=0.01)


def test_the_one_point_that_is_heard_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    nets: list[Batch] = []
    scores: list[torch.Tensor] = []
    by_values = lab.by_values

    def watched(*, adds: bool) -> object:
        def loss(net: torch.nn.Module, batch: Batch) -> object:
            nets.append(batch)
            scores.append(net(batch.inputs).detach())
            return by_values(adds=adds)(net, batch)

        return loss

    monkeypatch.setattr(lab, "by_values", watched)
    lesson = bench("autograd/milestone")
    lesson.run("last")
    score = scores[0][0].item()
    assert lab.signs(nets[0])[0] == -1
    assert f"its score is −{-score:.1f} from the start" in lesson.after("run-1")


def test_the_engine_of_the_lab_finds_the_gradients_of_pytorch() -> None:
    torch.manual_seed(0)
    net, examples = lab.Net(), data.moons(n=32, noise=0.1).train
    batch = Batch(examples.inputs, examples.targets)
    assert (len(examples), sum(p.numel() for p in net.parameters())) == (24, 25)
    parameters = list(net.parameters())
    loss = lab.by_torch(net, batch)
    right = torch.autograd.grad(loss, parameters)
    found = torch.autograd.grad(lab.by_values(adds=True)(net, batch), parameters)
    torch.testing.assert_close(found, right, rtol=1e-4, atol=1e-5)


def test_its_graph_has_more_than_a_thousand_values(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Counted(lab.Value):
        def __init__(self, *parts: object) -> None:
            made.append(1)
            super().__init__(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(lab, "Value", Counted)
    examples = data.moons(n=32, noise=0.1).train
    lab.by_values(adds=True)(lab.Net(), Batch(examples.inputs, examples.targets))
    assert 1000 < len(made) < 2000


def test_answers(milestone: Bench) -> None:
    b = torch.tensor(2.0, requires_grad=True)
    (3 * (1.0 + -1 * b)).backward()
    assert b.grad is not None
    assert b.grad.item() == milestone.number("minus_from_plus")
