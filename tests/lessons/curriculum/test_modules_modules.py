"""What the lesson on modules says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine.events import Probed, RunStarted
from engine.observations import LayerShapes
from lessons.curriculum.modules.modules import lab


@pytest.fixture(scope="module")
def modules() -> Bench:
    return bench("modules/modules")


def shapes(lesson: Bench, scenario: str) -> LayerShapes:
    """The newest look at the layers."""
    *_, last = (
        event.seen
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, LayerShapes)
    )
    return last


def test_table_of_parameters(modules: Bench) -> None:
    text = " ".join(block.markdown for block in modules.lesson.blocks if hasattr(block, "markdown"))
    for name, parameter in lab.Reader(32).named_parameters():
        shape = str(tuple(parameter.shape))
        assert f"| `{name}` | {shape} | {parameter.numel()} |" in text


def test_what_the_readers_read(modules: Bench) -> None:
    assert modules.observed("which_reads") == "whole"
    whole, rows = (lab.share_read(modules.run(name)) for name in ("whole", "rows"))
    text = modules.after("two_readers")
    assert (
        f"reads {100 * whole:.0f} of 100 validation images, the second one {100 * rows:.0f}."
        in (text)
    )
    loss = modules.run("rows").loss
    assert loss[-34:].mean() < loss[:34].mean() - 0.2
    counts = {
        event.parameters
        for name in ("whole", "rows")
        for event in modules.events(name)
        if isinstance(event, RunStarted)
    }
    assert counts == {2410, 618}
    assert "618 parameters against [2410]" in text


def test_shapes_of_both(modules: Bench) -> None:
    assert shapes(modules, "rows").shapes == ((1, 8, 8), (1, 8, 32), (1, 8, 32), (10,))
    assert shapes(modules, "whole").shapes == ((64,), (32,), (32,), (10,))


def test_errors_that_are_quoted() -> None:
    class Unready(nn.Module):
        def __init__(self) -> None:
            self.layer = nn.Linear(2, 2)

    with pytest.raises(AttributeError, match=r"^cannot assign module before Module.__init__\(\)"):
        Unready()
    refused = r"^mat1 and mat2 shapes cannot be multiplied \(256x8 and 64x32\)$"
    with pytest.raises(RuntimeError, match=refused):
        nn.Linear(64, 32)(torch.zeros(32, 1, 8, 8))


def test_a_call_runs_hooks_and_forward_does_not() -> None:
    heard: list[torch.Size] = []
    layer, x = nn.Linear(3, 2), torch.ones(4, 3)
    layer.register_forward_hook(lambda _, inputs, output: heard.append(output.shape))
    assert torch.equal(layer(x), layer.forward(x))
    assert heard == [(4, 2)]


def test_answers_are_those_of_torch(modules: Bench) -> None:
    layer = nn.Linear(2, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.6641, 0.1634]]))
        layer.bias.fill_(-0.3561)
    answer = layer(torch.tensor([1.0, 2.0])).item()
    assert modules.number("one_output") == pytest.approx(answer, abs=1e-4)
    layers = nn.Sequential(nn.Linear(784, 500), nn.ReLU(), nn.Linear(500, 10))
    assert modules.number("count_784") == sum(one.numel() for one in layers.parameters())


def test_shapes_that_come_out() -> None:
    layer = nn.Linear(16, 10)
    for given, made in (((16,), (10,)), ((32, 16), (32, 10)), ((2, 128, 16, 16), (2, 128, 16, 10))):
        assert layer(torch.zeros(given)).shape == made
    with pytest.raises(RuntimeError):
        layer(torch.zeros(16, 32))
