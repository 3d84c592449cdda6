"""The loss over a plane through the weights."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from probe_samples import Restless, images, scene, step_loss
from torch import nn

from engine.data import Batch, Dataset, Examples
from engine.errors import ConfigurationError
from engine.eval_mode import evaluating
from engine.nn import mlp
from engine.observations import LossPlane
from engine.probes import LossSurface, Scene
from engine.probes.directions import (
    Footprints,
    coordinates,
    footprints_for,
    path_directions,
    random_directions,
)


def plane(n: int = 50) -> Dataset:
    """Targets that depend linearly on two features."""
    random = torch.Generator().manual_seed(0)
    inputs = torch.randn(n, 2, generator=random)
    part = Examples(inputs, inputs @ torch.tensor([[1.0], [-2.0]]))
    return Dataset("plane", part, part)


def weights_of(here: Scene) -> torch.Tensor:
    """All weights behind one another."""
    return torch.cat([p.detach().flatten() for p in here.model.parameters()])


def loss_of(here: Scene) -> float:
    """On the whole training set, in eval mode."""
    assert here.data is not None
    train = here.data.train
    with evaluating(here.model, here.device):
        return step_loss(here.model, Batch(train.inputs, train.targets)).item()


def test_random_directions_have_filters_as_long_as_the_weights() -> None:
    weights = [torch.randn(5, 3, 2, 2), torch.randn(5), torch.randn(4, 7)]
    first, second = random_directions(weights, torch.Generator().manual_seed(1))
    assert not torch.equal(first, second)
    for direction in (first, second):
        conv, bias, linear = direction.split([60, 5, 28])
        for drawn, theta in ((conv, weights[0]), (linear, weights[2])):
            rows = drawn.reshape(len(theta), -1).norm(dim=1)
            torch.testing.assert_close(rows, theta.flatten(1).norm(dim=1))
        assert not bias.any()
    again, _ = random_directions(weights, torch.Generator().manual_seed(1))
    assert torch.equal(first, again)


def test_the_middle_of_the_random_plane_is_the_present_loss() -> None:
    torch.manual_seed(0)
    model = mlp(64, 8, 10)
    data = images()
    flat = Examples(data.train.inputs.flatten(1), data.train.targets)
    here = scene(model, Dataset("flat", flat, flat, classes=data.classes))
    observer = LossSurface(columns=5, rows=3, samples=1000, reach=0.5).start()
    observer.begin(here)
    for _ in range(3):
        seen = observer.look(here)
        assert isinstance(seen, LossPlane)
        assert (seen.x, seen.y) == ((-0.5, 0.5), (-0.5, 0.5))
        heights = seen.heights.numpy()
        assert heights.shape == (3, 5)
        assert heights[1, 2] == pytest.approx(loss_of(here), rel=1e-5)
        assert seen.path.numpy()[-1].tolist() == [0, 0]
        assert all(math.isnan(share) for share in seen.explained)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(0.01)
    assert len(seen.path) == 3


def test_heights_and_path_agree_with_each_other() -> None:
    """With two weights the plane is the whole space: every point of it can be checked."""
    torch.manual_seed(0)
    here = scene(nn.Linear(2, 1, bias=False), plane())
    observer = LossSurface(directions="path", columns=7, rows=6, samples=1000).start()
    observer.begin(here)
    visited = []
    for change in ([0.0, 0.0], [1.0, 0.2], [0.3, 0.9], [-0.5, 0.4]):
        with torch.no_grad():
            here.model.weight += torch.tensor([change])  # type: ignore[operator]
        visited.append(weights_of(here))
        seen = observer.look(here)
    assert isinstance(seen, LossPlane)
    assert sum(seen.explained) == pytest.approx(1)

    end = visited[-1]
    away = torch.stack(visited) - end
    found = path_directions(away)
    assert found is not None
    (first, second), _ = found
    points = torch.tensor(seen.path.numpy())
    torch.testing.assert_close(points[:, :1] * first + points[:, 1:] * second, away)

    xs, ys = np.linspace(*seen.x, 7), np.linspace(*seen.y, 6)
    data = plane().train
    for row in range(6):
        for column in range(7):
            weights = end + xs[column] * first + ys[row] * second
            error = data.inputs @ weights.reshape(2, 1).float() - data.targets
            expected = error.square().mean().item()
            assert seen.heights.numpy()[row, column] == pytest.approx(expected, rel=1e-4)
    for edges, column in ((seen.x, points[:, 0]), (seen.y, points[:, 1])):
        assert edges[0] < column.min() <= column.max() < edges[1]


def test_a_path_that_has_not_turned_has_no_plane() -> None:
    here = scene(nn.Linear(2, 1, bias=False), plane())
    observer = LossSurface(directions="path", columns=3, rows=3).start()
    observer.begin(here)
    for _ in range(3):
        assert observer.look(here) is None
        with torch.no_grad():
            here.model.weight += 1  # type: ignore[operator]
    assert path_directions(torch.zeros(5, 4)) is None


def test_a_loss_that_is_no_number_is_a_hole_in_the_surface() -> None:
    model = nn.Linear(2, 1, bias=False)
    with torch.no_grad():
        model.weight.fill_(1e15)
    observer = LossSurface(columns=3, rows=3, reach=1e10).start()
    here = scene(model, plane())
    observer.begin(here)
    seen = observer.look(here)
    assert isinstance(seen, LossPlane)
    heights = seen.heights.numpy()
    assert np.isnan(heights[0, 0])
    assert np.isfinite(heights[1, 1])


def test_buffers_and_frozen_layers_come_along() -> None:
    torch.manual_seed(0)
    here = scene(Restless(), images())
    next(here.model.parameters()).requires_grad_(False)
    observer = LossSurface(columns=3, rows=3, samples=1000).start()
    observer.begin(here)
    with torch.no_grad():
        for parameter in here.model.parameters():
            parameter.add_(0.05)
        here.model.norm.running_mean += 1  # type: ignore[operator, union-attr]
    seen = observer.look(here)
    assert isinstance(seen, LossPlane)
    # The dropout that is always on draws the same numbers both times.
    assert seen.heights.numpy()[1, 1] == pytest.approx(loss_of(here), rel=1e-6)


def test_coordinates_of_directions_that_are_not_orthogonal() -> None:
    directions = (torch.tensor([1.0, 0.0, 0.0]), torch.tensor([1.0, 1.0, 0.0]))
    points = coordinates(torch.tensor([[3.0, 2.0, 9.0]]), directions)
    torch.testing.assert_close(points, torch.tensor([[1.0, 2.0]]).double())


def test_footprints_are_thinned_out_evenly() -> None:
    footprints = Footprints(8)
    for step in range(100):
        footprints.note(torch.tensor([float(step)]))
    kept = (footprints.seen_from(torch.tensor([0.0]))[:-1]).flatten().tolist()
    assert kept[0] == 0
    assert len(kept) <= 8
    assert len({after - before for before, after in pairwise(kept)}) == 1
    assert kept[-1] > 80


def test_large_models_leave_fewer_footprints() -> None:
    assert footprints_for(1000) == 100
    assert footprints_for(1_000_000) == 16
    assert footprints_for(10**9) == 4


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"columns": 1}, "columns"),
        ({"rows": 62}, "rows"),
        ({"reach": 0}, "reach"),
        ({"directions": "up"}, "random, path"),
        ({"samples": 0}, "samples"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        LossSurface(**settings)  # type: ignore[arg-type]
