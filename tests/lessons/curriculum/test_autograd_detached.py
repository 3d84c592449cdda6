"""What the lesson on detach and no_grad says is what its lab shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from engine.events import Probed, StepEnded
from engine.observations import ComputationGraph
from lessons.curriculum.autograd.detached import lab


@pytest.fixture(scope="module")
def scissors() -> Bench:
    return bench("autograd/detached")


@pytest.mark.parametrize(
    ("prediction", "answer"), [("what_is_left", "some"), ("held_back", "copied")]
)
def test_the_runs_give_the_answer_that_the_text_explains(
    scissors: Bench, prediction: str, answer: str
) -> None:
    assert scissors.observed(prediction) == answer
    assert scissors.never_run() == set()


def test_half_a_network(scissors: Bench) -> None:
    text, head = scissors.after("run-1"), scissors.run("head")
    read = [100 * lab.accuracy(scissors.run(name)) for name in ("head", "whole")]
    assert f"It reads {read[0]:.1f} % of the images, and the whole network {read[1]:.1f} %." in text
    assert f"from {head.loss[0]:.2f} to {head.loss[-1]:.2f}." in text
    earlier = lab.accuracy(scissors.run(None, where="before the second layer"))
    assert f"it reads {100 * earlier:.1f} %." in text


def test_layers_in_front_of_the_cut_get_nothing_and_are_not_in_the_graph(scissors: Bench) -> None:
    events = scissors.events("head")
    for step in events:
        if isinstance(step, StepEnded):
            assert step.layer_norms[:4] == (0, 0, 0, 0)
            assert min(step.layer_norms[4:]) > 0
    graphs = [e.seen for e in events if isinstance(e, Probed)]
    graph = next(seen for seen in graphs if isinstance(seen, ComputationGraph))
    assert "head.weight" in graph.names
    assert "second.weight" not in graph.names


@pytest.mark.parametrize("where", ["nowhere", "before the second layer", "before the head"])
def test_the_scores_of_the_graph_are_those_of_the_head(scissors: Bench, where: str) -> None:
    seen = next(
        event.seen
        for event in scissors.events(None, where=where, epochs=1)
        if isinstance(event, Probed) and isinstance(event.seen, ComputationGraph)
    )
    scores = seen.names.index("scores")
    assert seen.names.index("head.weight") in seen.inputs[scores]
    assert scores in seen.inputs[seen.names.index("loss")]


def test_no_grad_and_detach_train_the_same_head(scissors: Bench) -> None:
    assert np.array_equal(scissors.run("head").loss, scissors.run("no_grad").loss)


def test_a_spring_to_detached_weights_is_none(scissors: Bench) -> None:
    text = scissors.after("run-3")
    losses = {name: scissors.run(name).curve().last for name in ("whole", "shared", "copied")}
    assert (
        f"ends at {losses['copied']:.3f}, and without any spring at {losses['whole']:.3f}." in text
    )
    assert f"it ends at {losses['shared']:.3f} too" in text
    assert np.array_equal(scissors.run("shared").loss, scissors.run("whole").loss)


def test_what_torch_says() -> None:
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(RuntimeError, match=r"Can't call numpy\(\) on Tensor that requires grad."):
        x.numpy()
    y = (x**2).sum()
    with pytest.raises(RuntimeError, match="does not require grad and does not have a grad_fn"):
        y.detach().backward()
    with pytest.warns(UserWarning, match="not a leaf"):
        assert (2 * x).grad is None
    x.detach()[0] = 9.0
    assert x[0] == 9
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()
    y = (x**2).sum()
    x.data[0] = 5.0
    y.backward()
    assert x.grad is not None
    assert x.grad[0] == 2 * 5 != 2 * 9
    layer = torch.nn.Linear(1, 1)
    assert layer.state_dict()["weight"].data_ptr() == layer.weight.data_ptr()
