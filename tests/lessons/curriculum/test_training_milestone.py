"""What the milestone of the training unit says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine.events import RunStarted
from lessons.curriculum.training.milestone import lab

ROWS = {
    "linear": "linear",
    "hidden": "128 hidden units",
    "conv": "two convolutions",
    "normed": "the same, batch norm",
}


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/milestone")


def test_each_scenario_is_run_somewhere(lesson: Bench) -> None:
    assert lesson.never_run() == set()


@pytest.mark.parametrize("scenario", ROWS)
def test_the_table(lesson: Bench, scenario: str) -> None:
    text = lesson.after("four_networks")
    started = next(e for e in lesson.events(scenario) if isinstance(e, RunStarted))
    share = 100 * lab.share_read(lesson.run(scenario))
    assert f"| {ROWS[scenario]} | {started.parameters} | {share:.1f} |" in text


def test_batch_norm_costs_64_weights() -> None:
    def weights(model: nn.Module) -> int:
        return sum(weight.numel() for weight in model.parameters())

    assert weights(lab.normalised()) - weights(lab.convolutions()) == 64
    assert weights(nn.Conv2d(16, 16, 3)) == 2320


def test_the_shapes_in_the_hints() -> None:
    pooled = nn.Sequential(*list(lab.normalised())[:7])(torch.zeros(2, 1, 8, 8))
    assert pooled.shape == (2, 16, 4, 4)
