"""What the first lesson of all says is what its lab shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from helpers import Bench, bench

from engine import train
from engine.events import Evaluated, Probed, RunStarted
from engine.observations import Boundary
from lessons.curriculum.groundwork.first_network import lab
from lessons.runs import FinishedRun


@pytest.fixture(scope="module")
def first() -> Bench:
    return bench("groundwork/first_network")


def right(run: FinishedRun, split: str = "validation") -> float:
    """Share of a split that is answered right in the end."""
    return run.curve("accuracy", split).last


def test_predictions(first: Bench) -> None:
    assert first.observed("which_rate") == "first"
    assert first.observed("twelve_points") == "lower"
    assert first.never_run() == set()


def test_the_first_run(first: Bench) -> None:
    run, text = first.run("first"), first.after("first_look")
    assert f"right on {100 * right(run):.0f} of them." in text
    assert f"Yours began at {run.loss[0]:.3f} and ended at {run.loss[-1]:.3f}." in text
    assert f"{run.steps} times in your run" in text
    started = next(event for event in first.events("first") if isinstance(event, RunStarted))
    assert f"For your network that makes {started.parameters}." in first.after("count_parameters")


def test_the_picture_begins_with_one_answer_everywhere(first: Bench) -> None:
    seen = [
        event.seen.scores.numpy()
        for event in first.events("first")
        if isinstance(event, Probed) and isinstance(event.seen, Boundary)
    ]
    assert seen[0].min() > 0.5
    assert seen[-1].min() < 0.01
    assert seen[-1].max() > 0.99


@pytest.mark.parametrize("points", [12, 300])
def test_every_training_point_is_right_in_the_end(points: int) -> None:
    experiment = lab.two_moons(hidden=16, lr=1.0, points=points, rounds=500)
    *_, last, _ = train(replace(experiment, evaluate_on=("train",), probes=()), device="cpu")
    assert isinstance(last, Evaluated)
    assert last.value("accuracy") == 1.0


def test_three_rates(first: Bench) -> None:
    text = first.after("three_rates")
    slow, fast = first.run("slow"), first.run("fast")
    assert f"after 500 steps it stands at {slow.loss[-1]:.3f}." in text
    assert (slow.loss[1:] < slow.loss[:-1]).all()
    assert fast.loss[:3].max() > 1000
    assert slow.loss[0] == fast.loss[0] == first.run("first").loss[0]
    assert set(slow.lr) == {0.01}
    assert set(fast.lr) == {30.0}
    assert lab.last_loss(fast) > 2 * fast.loss[0]


def test_twelve_points(first: Bench) -> None:
    text = first.after("with_few")
    few, everything = first.run("few"), first.run("first")
    low, high = few.loss[-1], everything.loss[-1]
    assert f"ended at {low:.4f}, a fifth of the {high:.4f} of" in text
    assert 4.5 < high / low < 5.5
    assert f"the first one is right on {100 * right(everything):.0f}," in text
    assert f"with 12 points on {100 * right(few):.0f}." in text


def test_another_seed_ends_elsewhere_and_answers_as_well(first: Bench) -> None:
    assert right(first.run("first", 1)) == 1.0
    torch.manual_seed(0)
    assert lab.hidden_units(lab.network(16)).shape == (16, 5)
