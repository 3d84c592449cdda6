"""What the lesson on the training loop says is what its lab shows."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine.events import StepEnded
from lessons.curriculum.training.training_loop.lab import ForgetLast, StepFirst


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/training_loop")


def per_cent(lesson: Bench, scenario: str) -> str:
    return f"{100 * lesson.run(scenario).curve('accuracy').last:.1f} %"


def test_each_scenario_is_run_somewhere(lesson: Bench) -> None:
    assert lesson.never_run() == set()


def test_shares_in_the_text(lesson: Bench) -> None:
    small, large = lesson.after("three_orders"), lesson.after("far_steps")
    assert f"reads {per_cent(lesson, 'early')} of the validation images" in small
    assert f"as it should be {per_cent(lesson, 'whole')}." in small
    assert f"reads {per_cent(lesson, 'whole_far')} in the end" in large
    assert f"scenario=early_far): {per_cent(lesson, 'early_far')}." in large


def test_the_loop_that_forgets_finds_gradients_and_stays_where_it_is(lesson: Bench) -> None:
    run = lesson.run("late")
    assert run.loss.mean() == pytest.approx(math.log(10), abs=0.03)
    # Nothing moves: every epoch is measured to have the same loss.
    assert len(set(run.curve().values)) == 1
    norms = [event.grad_norm for event in lesson.events("late") if isinstance(event, StepEnded)]
    assert min(norms) > 0.1
    assert sum(norms) / len(norms) == pytest.approx(0.4, abs=0.1)


def stepped(kind: type[torch.optim.SGD], losses: int) -> list[float]:
    """A weight of 1 that descends w² at a rate of 0.1."""
    weight = nn.Parameter(torch.tensor(1.0))
    optimizer = kind([weight], lr=0.1)
    seen = []
    for _ in range(losses):
        optimizer.zero_grad()
        (weight**2).backward()
        optimizer.step()
        seen.append(round(weight.item(), 6))
    return seen


def test_one_goes_along_the_last_slope_and_the_other_along_none() -> None:
    assert stepped(torch.optim.SGD, 3) == [0.8, 0.64, 0.512]
    assert stepped(StepFirst, 3) == [1.0, 0.8, 0.6]
    assert stepped(ForgetLast, 3) == [1.0, 1.0, 1.0]


def test_optimisers_pass_over_what_has_no_gradient() -> None:
    weight = nn.Parameter(torch.tensor(1.0))
    torch.optim.SGD([weight], lr=0.1).step()
    assert weight.item() == 1.0
