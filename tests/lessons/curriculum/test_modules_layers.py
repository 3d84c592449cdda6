"""What the lesson on layers says is what its lab shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine import data
from engine.events import Probed, RunStarted
from engine.observations import LayerShapes
from lessons.curriculum.modules.layers import lab


@pytest.fixture(scope="module")
def layers() -> Bench:
    return bench("modules/layers")


def size(layer: nn.Module) -> int:
    """How many parameters it has."""
    return sum(one.numel() for one in layer.parameters())


def test_predictions(layers: Bench) -> None:
    assert layers.observed("two_ends") == "flatten"
    assert layers.observed("with_norm") == "normed"
    assert layers.never_run() == set()


def test_shares_that_are_read(layers: Bench) -> None:
    flat, mean = (f"{100 * lab.share_read(layers.run(n)):.0f}" for n in ("flatten", "average"))
    text = layers.after("flat_or_average")
    assert f"reads {flat} of 100. The other one reads {mean}, which is guessing." in text
    without, normed = (layers.run(name).curve("loss").last for name in ("flatten", "normed"))
    text = layers.after("one_layer_more")
    assert f"ends at {without:.2f}, with it at {normed:.2f}." in text


def shapes(lesson: Bench, scenario: str) -> LayerShapes:
    """The newest look at the layers."""
    *_, last = (
        event.seen
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, LayerShapes)
    )
    return last


def test_an_average_hardly_moves_unless_its_maps_are_normalised(layers: Bench) -> None:
    flat, mean = (shapes(layers, name).moved.numpy()[[1, -1]] for name in ("flatten", "average"))
    assert (flat > 3 * mean).all()
    pull, faint = (np.median(layers.run(name).grad_norm) for name in ("flatten", "average"))
    assert pull > 5 * faint
    normed = lab.share_read(layers.run("average", layer="BatchNorm2d"))
    assert f"reads {100 * normed:.0f} of 100 instead of 11." in layers.after("one_layer_more")


def test_parameters_and_shapes(layers: Bench) -> None:
    counts = {"flatten": 10_410, "average": 330, "normed": 10_442}
    ends = {"flatten": ((1024,), (10,)), "average": ((16, 1, 1), (16,), (10,))}
    for name, count in counts.items():
        events = layers.events(name)
        assert count == next(e.parameters for e in events if isinstance(e, RunStarted))
    for name, last in ends.items():
        assert shapes(layers, name).shapes[-len(last) :] == last
    assert nn.Linear(1024, 10).weight.numel() == 64 * nn.Linear(16, 10).weight.numel()


@pytest.mark.parametrize("layer", lab.CATALOGUE)
@pytest.mark.parametrize("end", ["flatten", "average"])
def test_any_layer_of_the_catalogue_fits(layer: str, end: str) -> None:
    assert lab.reader(layer, end)(torch.zeros(2, 1, 8, 8)).shape == (2, 10)


def test_the_catalogue() -> None:
    images = torch.zeros(2, 3, 9, 7)
    assert nn.Conv1d(3, 8, 5)(torch.zeros(2, 3, 20)).shape == (2, 8, 20 - 5 + 1)
    assert size(nn.Conv1d(3, 8, 5)) == 3 * 8 * 5 + 8
    assert nn.Conv2d(3, 8, 5)(images).shape == (2, 8, 5, 3)
    assert size(nn.Conv2d(3, 8, 5)) == 3 * 8 * 25 + 8
    assert nn.MaxPool2d(2)(images).shape == (2, 3, 4, 3)
    assert nn.AdaptiveAvgPool2d(1)(images).shape == (2, 3, 1, 1)
    assert nn.BatchNorm2d(3)(images).shape == images.shape
    assert size(nn.Conv2d(16, 16, 3, padding=1)) == 2320


def test_some_maps_are_far_fainter_than_others() -> None:
    torch.manual_seed(0)
    maps = lab.reader("nothing", "flatten")[:2](data.digits(flat=False).train.inputs)
    spread = maps.std(dim=(0, 2, 3))
    assert spread.max() > 200 * spread.min()


def test_larger_images_fit_an_average_only() -> None:
    images = torch.zeros(2, 1, 10, 10)
    assert lab.reader("nothing", "average")(images).shape == (2, 10)
    refused = r"^mat1 and mat2 shapes cannot be multiplied \(2x1600 and 1024x10\)$"
    with pytest.raises(RuntimeError, match=refused):
        lab.reader("nothing", "flatten")(images)


def test_numbers_of_the_questions(layers: Bench) -> None:
    assert layers.number("batch_norm_64") == size(nn.BatchNorm2d(64))
    assert layers.number("conv_parameters") == size(nn.Conv2d(3, 16, 3, padding=1))
    assert nn.Flatten(2)(torch.zeros(5, 2, 3, 4)).shape == (5, 2, 12)
    assert nn.Flatten(2)(torch.zeros(10, 4, 5, 6)).shape == (10, 4, 30)
    behind = nn.Sequential(nn.Conv2d(3, 8, 5), nn.MaxPool2d(2), nn.Flatten())
    assert behind(torch.zeros(1, 3, 32, 32)).shape == (1, 1568)
