"""A curve with its tangent, and the graph of a step with its gradients."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from probe_samples import CPU, look, scene
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from engine import Experiment, optim, surfaces, train
from engine.data import Batch, Dataset, Examples
from engine.errors import ConfigurationError
from engine.events import Event, Probed
from engine.nn import LandscapeModel, mlp
from engine.observations import ComputationGraph, FunctionCurve, Observation, PathPoints
from engine.probes import Graph, Scene, Tangent


def cube(x: Tensor) -> Tensor:
    return x**3


CUBE = surfaces.curve(cube, start=2.0, window=(-3.0, 3.0), minimum=0.0, name="x³")


def seen(events: list[Event], kind: type[Observation]) -> list[Observation]:
    return [one.seen for one in events if isinstance(one, Probed) and isinstance(one.seen, kind)]


# The tangent


def test_the_curve_and_how_it_bends() -> None:
    experiment = Experiment(
        landscape=CUBE,
        optimizer=optim.SGD(0.01),
        steps=3,
        probes=(Tangent(parabola=True, resolution=7),),
    )
    (curve,) = seen(list(train(experiment, device="cpu")), FunctionCurve)
    assert isinstance(curve, FunctionCurve)
    assert curve.bends is not None
    x = curve.x.numpy()
    assert x.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    np.testing.assert_allclose(curve.heights.numpy(), x**3)
    np.testing.assert_allclose(curve.bends.numpy(), 6 * x)
    assert curve.axes == ("x", "x³")


def test_every_point_comes_with_its_slope() -> None:
    experiment = Experiment(
        landscape=CUBE, optimizer=optim.SGD(0.01), steps=50, probes=(Tangent(),)
    )
    events = list(train(experiment, device="cpu"))
    (curve,) = seen(events, FunctionCurve)
    assert isinstance(curve, FunctionCurve)
    assert curve.bends is None
    walked = np.concatenate(
        [one.points.numpy() for one in seen(events, PathPoints) if isinstance(one, PathPoints)]
    )
    assert len(walked) == 51
    assert walked[0].tolist() == [2, 12]
    np.testing.assert_allclose(walked[:, 1], 3 * walked[:, 0] ** 2, rtol=1e-6)
    np.testing.assert_allclose(walked[1:, 0], walked[:-1, 0] - 0.01 * walked[:-1, 1], rtol=1e-5)


def test_a_straight_line_does_not_bend() -> None:
    line = surfaces.curve(lambda x: 2 * x, start=0.0, window=(0.0, 1.0), minimum=0.0)
    here = Scene(LandscapeModel(line), None, line, CPU)
    curve = Tangent(parabola=True, resolution=3).start().begin(here)
    assert isinstance(curve, FunctionCurve)
    assert curve.bends is not None
    assert curve.bends.numpy().tolist() == [0, 0, 0]


def test_a_tangent_needs_a_landscape() -> None:
    with pytest.raises(ConfigurationError, match="Tangent needs an experiment with a landscape"):
        Tangent().start().begin(scene(mlp(1, 1), None))
    with pytest.raises(ConfigurationError, match="resolution"):
        Tangent(resolution=1)


# The graph


class Twice(nn.Module):
    """(x + y) · x at (1, 2)."""

    def __init__(self) -> None:
        super().__init__()
        self.x = nn.Parameter(torch.tensor(1.0))
        self.y = nn.Parameter(torch.tensor(2.0))

    def forward(self) -> Tensor:
        return (self.x + self.y) * self.x


def graph_of(model: nn.Module, probe: Graph | None = None) -> ComputationGraph:
    """What is seen of a model that computes its own loss."""
    here = Scene(model, None, None, CPU, loss=lambda model, _: model())
    found = look(probe or Graph(), here)
    assert isinstance(found, ComputationGraph)
    return found


def test_an_expression_with_a_number_used_twice() -> None:
    graph = graph_of(Twice(), Graph(names=("sum",)))
    assert graph.names == ("x", "y", "sum", "loss")
    assert graph.operations == ("", "", "+", "·")
    assert graph.inputs == ((), (), (0, 1), (2, 0))
    assert graph.values.numpy().tolist() == [1, 2, 3, 3]
    assert graph.gradients.numpy().tolist() == [4, 1, 1, 1]


def test_a_net_with_its_data() -> None:
    x = torch.randn(20, 2)
    part = Examples(x, x.sum(1, keepdim=True))
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))

    def loss(model: nn.Module, batch: Batch | None) -> Tensor:
        assert batch is not None
        return mse_loss(model(batch.inputs), batch.targets)

    here = Scene(model, Dataset("sums", part, part), None, CPU, loss=loss)
    graph = look(Graph(), here)
    assert isinstance(graph, ComputationGraph)
    assert graph.names[-1] == "loss"
    assert graph.operations[-1] == "mse_loss"
    assert [one for one in graph.operations if one] == ["linear", "tanh", "linear", "mse_loss"]
    for node, given in enumerate(graph.inputs):
        assert all(one < node for one in given)
    found = dict(zip(graph.names, graph.gradients.numpy().tolist(), strict=True))
    loss(model, Batch(x, part.targets)).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None
        assert abs(found[name]) == pytest.approx(parameter.grad.norm().item(), rel=1e-4)
    assert np.isnan(found["x"])
    assert np.isnan(found["y"])


def test_what_the_loss_does_not_depend_on_is_left_out() -> None:
    class Aside(Twice):
        def forward(self) -> Tensor:
            (self.y * 5).exp()
            return self.x**2

    graph = graph_of(Aside())
    assert (graph.names, graph.operations) == (("x", "loss"), ("", "^ 2"))


def test_graphs_that_nobody_could_read_are_refused() -> None:
    class Long(Twice):
        def forward(self) -> Tensor:
            total: Tensor = self.x
            for _ in range(3000):
                total = total + self.y
            return total

    with pytest.raises(ConfigurationError, match="at most 64 operations"):
        graph_of(Long())
    with pytest.raises(ConfigurationError, match=r"Graph\.samples"):
        Graph(samples=0)
