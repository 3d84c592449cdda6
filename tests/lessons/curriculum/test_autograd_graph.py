"""What the lesson on the graph says is what its lab and PyTorch show."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from engine.events import Probed
from engine.observations import ComputationGraph


@pytest.fixture(scope="module")
def graph() -> Bench:
    return bench("autograd/graph")


def gradients(lesson: Bench, scenario: str | None, **turned: float) -> dict[str, float]:
    """Of each node before the first step."""
    first = next(
        event.seen
        for event in lesson.events(scenario, **turned)
        if isinstance(event, Probed) and isinstance(event.seen, ComputationGraph)
    )
    return dict(zip(first.names, first.gradients.numpy().tolist(), strict=True))


def test_predictions_and_runs(graph: Bench) -> None:
    assert graph.observed("pull_on_x") == "added"
    assert graph.observed("lower_at_the_end") == "scaled"
    assert graph.never_run() == set()


def test_gradients_of_the_two_expressions(graph: Bench) -> None:
    assert gradients(graph, "shared") == {"x": 4, "y": 1, "sum": 1, "loss": 1}
    assert gradients(graph, "apart") == {"x": 1, "y": 1, "z": 3, "sum": 1, "loss": 1}
    assert graph.run("shared").grad_norm[0] == pytest.approx(17**0.5)
    for scenario in ("shared", "apart"):
        assert graph.run(scenario).loss == pytest.approx(3, abs=0.01)


def test_figures_of_the_two_nets(graph: Bench) -> None:
    text = graph.after("run-2")
    plain, scaled = graph.run("plain"), graph.run("scaled")
    assert plain.loss[0] == pytest.approx(scaled.loss[0], abs=1e-5)
    assert f"begin at {plain.loss[0]:.3f}. At step {plain.steps} the net" in text
    assert f"a loss of {plain.loss[-1]:.3f}, the scaled one {scaled.loss[-1]:.3f}." in text
    one, other = gradients(graph, "plain"), gradients(graph, "scaled")
    assert other["second.weight"] == pytest.approx(5 * one["second.weight"], rel=1e-4)
    assert other["first.weight"] == pytest.approx(one["first.weight"] / 5, rel=1e-4)
    second, first = (f"{one[name]:.3f}" for name in ("second.weight", "first.weight"))
    assert f"{other['second.weight']:.2f} instead of {second} at the start" in text
    assert f"{other['first.weight']:.4f} instead of {first}." in text
    jumps = graph.run(None, what="net", scale=10.0, lr=0.3, length=30)
    assert max(jumps.loss[:5]) > 2 * jumps.loss[0]


def test_gradient_of_x_follows_a_larger_rate(graph: Bench) -> None:
    looks = [
        event.seen
        for event in graph.events(None, lr=0.05)
        if isinstance(event, Probed) and isinstance(event.seen, ComputationGraph)
    ]
    for seen in looks:
        x, y = seen.values.numpy()[:2]
        assert seen.gradients.numpy()[0] == pytest.approx(2 * x + y, rel=1e-5)


def test_answers(graph: Bench) -> None:
    a, b = torch.tensor(2.0, requires_grad=True), torch.tensor(5.0)
    (a * b + a).backward()
    assert a.grad is not None
    assert a.grad.item() == graph.number("by_hand")
    x = torch.tensor(3.0, requires_grad=True)
    square = x * x
    (square + square).backward()
    assert x.grad is not None
    assert x.grad.item() == graph.number("doubled_square")
    assert np.prod([0.5, 4, 0.1]) == pytest.approx(graph.number("along_one_way"))
    halved, plain = gradients(graph, "plain", scale=2.0), gradients(graph, "plain")
    factor = halved["first.weight"] / plain["first.weight"]
    assert factor == pytest.approx(graph.number("other_half"), rel=1e-4)
