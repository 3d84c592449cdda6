"""Shapes of one example on its way through a model, and weights that move or stay."""

from __future__ import annotations

import pytest
import torch
from probe_samples import Restless, images, planar, points, scene
from torch import Tensor, nn

from engine.errors import ConfigurationError
from engine.nn.landscape import LandscapeModel
from engine.observations import LayerShapes
from engine.probes import Scene, Shapes
from engine.surfaces import quadratic


class Owner(nn.Module):
    """A parameter of its own, a layer in a list that nobody knows, and one that is not called."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))
        self.first = nn.Linear(2, 3)
        self.idle = nn.Linear(5, 5)
        self.hidden = [nn.Linear(3, 3)]

    def forward(self, x: Tensor) -> Tensor:
        scaled: Tensor = self.hidden[0](self.first(x)) * self.scale
        return scaled


def look(model: nn.Module) -> LayerShapes:
    """What is seen before the first step."""
    observer = Shapes().start()
    here = scene(model, points())
    observer.begin(here)
    return observer.look(here)


def test_shapes_in_the_order_of_the_calls() -> None:
    here = scene(Restless(), images())
    observer = Shapes().start()
    observer.begin(here)
    seen = observer.look(here)
    assert seen.names == ("input", "conv", "norm", "relu", "drop", "hidden", "tanh", "head")
    assert seen.shapes[:3] == ((1, 8, 8), (4, 6, 6), (4, 6, 6))
    assert seen.shapes[-1] == (10,)
    assert seen.parameters == (0, 40, 8, 0, 0, 145 * 12, 0, 130)
    assert seen.unlisted == 0


def test_only_what_is_registered_has_a_row() -> None:
    seen = look(Owner())
    assert seen.names == ("input", "", "first")
    assert seen.parameters == (0, 1, 9)
    assert seen.unlisted == 30


def test_norms_follow_the_weights() -> None:
    last = nn.Linear(2, 2)
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), last)
    observer, here = Shapes().start(), scene(model, points())
    observer.begin(here)
    assert observer.look(here).moved.numpy()[[1, 3]].tolist() == [0, 0]
    with torch.no_grad():
        last.bias += 3.0
    seen = observer.look(here)
    assert seen.moved.numpy()[1] == 0
    assert seen.moved.numpy()[3] == pytest.approx(18**0.5)
    weights = torch.cat([one.flatten() for one in last.parameters()])
    assert seen.norms.numpy()[3] == pytest.approx(weights.norm().item())


def test_a_landscape_has_no_examples() -> None:
    here = Scene(LandscapeModel(quadratic(2)), None, quadratic(2), torch.device("cpu"))
    with pytest.raises(ConfigurationError, match="Shapes"):
        Shapes().start().begin(here)


def test_looking_changes_nothing() -> None:
    model = planar()
    before = [weight.clone() for weight in model.parameters()]
    state = torch.get_rng_state()
    look(model)
    assert torch.equal(state, torch.get_rng_state())
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
