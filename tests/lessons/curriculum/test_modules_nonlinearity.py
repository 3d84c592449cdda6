"""What the lesson on the bend between layers says is what its lab shows."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine.events import RunStarted
from lessons.curriculum.modules.nonlinearity import lab


@pytest.fixture(scope="module")
def bend() -> Bench:
    return bench("modules/nonlinearity")


def told(lesson: Bench, scenario: str, of: str = "accuracy") -> str:
    """How many of 100 are told right in the end."""
    return f"{100 * lab.share_right(lesson.run(scenario), of):.0f}"


def size(model: nn.Module) -> int:
    """How many parameters it has."""
    return sum(one.numel() for one in model.parameters())


def test_predictions(bend: Bench) -> None:
    assert bend.observed("three_bare_layers") == "one"
    assert bend.observed("shuffled_pixels") == "same"
    assert bend.observed("moved_by_one") == "windows"
    assert bend.never_run() == set()


def test_circles(bend: Bench) -> None:
    text = bend.after("two_circles")
    one, three, bent = (told(bend, name) for name in ("one", "three", "bent"))
    assert one == three
    assert f"gets {one} of 100 right, and so do the three." in text
    assert f"With ReLU it is {bent} of 100." in text
    for name in ("one", "three"):
        assert f"agree: {bend.run(name).loss[-1]:.3f}. Somebody who" in text
        assert bend.run(name).loss[-1] == pytest.approx(math.log(2), abs=0.003)
    assert f"one half has ln 2 = {math.log(2):.3f}." in text
    started = next(event for event in bend.events("three") if isinstance(event, RunStarted))
    assert started.parameters == 1218
    assert size(nn.Linear(2, 2)) == 6


def test_other_bends_do_as_well(bend: Bench) -> None:
    assert lab.share_right(bend.run(None, between="tanh")) > 0.98
    assert lab.share_right(bend.run(None, depth=2)) > 0.98


def test_three_bare_layers_are_one_matrix_and_one_bias() -> None:
    torch.manual_seed(0)
    stack = lab.stack(3, "nothing")
    w1, b1, w2, b2, w3, b3 = stack.parameters()
    x = torch.randn(20, 2)
    single = x @ (w3 @ w2 @ w1).T + (w3 @ w2 @ b1 + w3 @ b2 + b3)
    torch.testing.assert_close(stack(x), single, rtol=1e-4, atol=1e-5)


def test_images(bend: Bench) -> None:
    straight, mixed = told(bend, "dense"), told(bend, "mixed")
    assert f"the others: {mixed} of 100, against {straight}." in bend.after("rearranged")
    text = bend.after("moved")
    moved = told(bend, "shifted", "moved")
    assert (bend.run("shifted").loss == bend.run("dense").loss).all()
    assert {metric.name for metric in bend.run("dense").evaluations[-1].metrics} == {"accuracy"}
    assert f"read {straight} of 100, and reads {moved} of the same images moved" in text
    windows = told(bend, "windows"), told(bend, "windows", "moved")
    assert "come from {} to {}.".format(*windows) in text
    assert min(int(straight), int(windows[0])) > 90


def test_numbers_of_the_questions(bend: Bench) -> None:
    with torch.device("meta"):
        dense = nn.Linear(224 * 224, 100, bias=False)
        colour = nn.Linear(3 * 224 * 224, 10, bias=False)
    assert bend.number("dense_on_a_photo") == size(dense)
    assert bend.number("colour_photo") == size(colour)
    assert size(nn.Conv2d(1, 100, 3, bias=False)) == 900
    assert bend.number("weights_that_count") == size(nn.Linear(10, 3))
    assert size(nn.Sequential(nn.Linear(10, 500), nn.Linear(500, 3))) == 7003
    assert bend.number("bias_of_two") == 4 * 2 + 1
