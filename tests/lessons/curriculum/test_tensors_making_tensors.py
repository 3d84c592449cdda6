"""What the lesson on making tensors says is what its lab shows, and what PyTorch does."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench

from engine.events import Probed
from engine.observations import LayerActivity, Texts
from lessons.curriculum.tensors.making_tensors import lab
from lessons.lab import Runs


@pytest.fixture(scope="module")
def making() -> Bench:
    return bench("tensors/making_tensors")


def test_scenarios_end_as_declared_and_each_is_run_somewhere(making: Bench) -> None:
    for scenario in making.lesson.lab.scenarios:
        assert making.run(scenario.name).status == scenario.ends
    assert making.never_run() == set()


def test_what_is_drawn_decides_how_far_a_run_gets(making: Bench) -> None:
    assert making.observed("one_letter") == "normal_flat"
    text = making.after("run-1")
    steps = [making.run(n).first_step(lambda run: run.loss < 0.01) for n in ("normal", "flat")]
    assert (
        f"0.01 at step {steps[0]:.0f}, the moved and stretched `rand` at step {steps[1]:.0f},"
        in text
    )
    assert f"still had a loss of {making.run('uniform').loss[-1]:.3f} at the end" in text


def test_mean_and_deviation_of_what_is_drawn(making: Bench) -> None:
    for draw in ("randn", "stretched"):
        x = lab.made_up(draw).train.inputs
        assert (x.mean().item(), x.std().item()) == pytest.approx((0, 1), abs=0.05)
    widest = lab.made_up("stretched").train.inputs.abs().max().item()
    assert widest == pytest.approx(1.73, abs=0.01)
    looks = [
        event.seen
        for event in making.events("uniform")
        if isinstance(event, Probed) and isinstance(event.seen, LayerActivity)
    ]
    assert looks[-1].kinds == ("Identity", "Linear")
    mean, deviation = looks[-1].mean.numpy()[0], looks[-1].std.numpy()[0]
    text = making.after("run-1")
    assert f"a mean of {mean:.2f} and a deviation of {deviation:.2f}." in text


def test_centred_numbers_stand_a_higher_rate(making: Bench) -> None:
    assert making.run(None, draw="moved", lr=0.1).loss[-1] > 0.01
    assert making.run(None, draw="moved", lr=0.8).loss[-1] < 1e-6
    assert making.run(None, draw="rand", lr=0.8).status == "diverged"


def test_five_seeds(making: Bench) -> None:
    runs = Runs(making.run("digits", seed) for seed in range(5))
    assert lab.how_far_apart(runs) == "far"
    ends = [run.curve("accuracy").last for run in runs]
    assert f"between {100 * min(ends):.0f} and {100 * max(ends):.0f} %" in making.after("five_runs")
    again = bench("tensors/making_tensors").run("digits")
    assert np.array_equal(again.loss, runs["digits"].loss)


def test_shapes_on_their_way(making: Bench) -> None:
    seen = [
        event.seen.texts
        for event in making.events("digits")
        if isinstance(event, Probed) and isinstance(event.seen, Texts)
    ]
    shapes = ["(64, 1, 8, 8)", *["(64, 8, 8, 8)"] * 2, "(64, 8, 4, 4)", "(64, 128)", "(64, 10)"]
    for look in (seen[0], seen[-1]):
        assert [shape in line for shape, line in zip(shapes, look, strict=True)] == [True] * 6
        assert max(map(len, look)) <= 38
    assert seen[0] != seen[-1]
    assert making.number("after_pooling") == 8 * 14 * 14


def test_ends_that_are_left_out() -> None:
    assert torch.arange(1, 10, 2).tolist() == [1, 3, 5, 7, 9]
    assert torch.arange(0, 12, 4).tolist() == [0, 4, 8]
    assert torch.linspace(0, 1, 5).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert set(torch.randint(1, 7, (500,)).tolist()) == {1, 2, 3, 4, 5, 6}
    x = torch.zeros(5, 4, 3)
    assert (x.numel(), len(x), x.ndim) == (60, 5, 3)
