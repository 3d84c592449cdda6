"""What the lesson on the training loop says is what its lab shows."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench
from torch import nn
from torch.nn.functional import cross_entropy

from engine.events import StepEnded
from lessons.curriculum.training.training_loop.lab import ForgetLast, StepFirst, patients


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/training_loop")


def per_cent(lesson: Bench, scenario: str) -> str:
    return f"{100 * lesson.run(scenario).curve('accuracy').last:.1f} %"


def test_each_scenario_is_run_somewhere(lesson: Bench) -> None:
    assert lesson.never_run() == set()


def test_shares_in_the_text(lesson: Bench) -> None:
    small = lesson.after("three_orders")
    assert f"reads {per_cent(lesson, 'early')} of the validation images" in small
    assert f"as it should be {per_cent(lesson, 'whole')}." in small
    # “A first classifier” begins with that figure.
    later = bench("training/first_classifier").lesson.blocks[0]
    share = 100 * lesson.run("whole").curve("accuracy").last
    assert f"read {share:.0f} in 100." in " ".join(getattr(later, "markdown", "").split())


def test_a_late_step_halves_the_limit(lesson: Bench) -> None:
    text = lesson.after("far_steps")
    known = patients(torch.optim.SGD, 1).data
    assert known is not None
    inputs = known.train.inputs
    steepest = torch.linalg.eigvalsh(2 * inputs.T @ inputs / len(inputs))[-1].item()
    assert f"{steepest:.2f}" == "2.81"
    assert "from 2/L to 1/L = 0.36" in text
    assert lesson.run("whole_far").loss[10:] == pytest.approx(0.56, abs=0.001)
    assert lesson.run("whole_far", lr=0.70, epochs=60).loss[-1] < 1
    assert lesson.run("whole_far", lr=0.73, epochs=60).loss[-1] > 1
    lost = lesson.run("early_far").loss[-1]
    assert float(text.split("its loss is ")[1].split(". ")[0].replace(" ", "")) == round(lost)
    # “It climbs from the fourth step on”: nothing before is as high as where it began.
    swings = lesson.run("early_far").loss
    assert max(swings[:3]) <= swings[0] < swings[3]
    assert swings[30] < 0.02 * swings.max()
    assert lesson.run("early_far", lr=0.3, epochs=60).loss[-1] == pytest.approx(0.56, abs=0.001)
    assert lesson.run("early_far", lr=0.4, epochs=60).loss[-1] > 2


def test_the_lab_does_what_lines_in_that_order_do() -> None:
    images, classes = torch.randn(4, 8, 5), torch.randint(3, (4, 8))
    written, labs = nn.Linear(5, 3), nn.Linear(5, 3)
    labs.load_state_dict(written.state_dict())
    as_written = torch.optim.SGD(written.parameters(), lr=0.5)
    in_the_lab = StepFirst(labs.parameters(), lr=0.5)
    for batch, truth in zip(images, classes, strict=True):
        loss = cross_entropy(written(batch), truth)
        as_written.step()
        as_written.zero_grad()
        loss.backward()
        in_the_lab.zero_grad()
        cross_entropy(labs(batch), truth).backward()
        in_the_lab.step()
        torch.testing.assert_close(written.weight, labs.weight)


def test_with_a_hidden_layer_the_second_batch_is_refused(lesson: Bench) -> None:
    network = nn.Sequential(nn.Linear(5, 4), nn.ReLU(), nn.Linear(4, 3))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)

    def batch() -> None:
        loss = cross_entropy(network(torch.randn(8, 5)), torch.randint(3, (8,)))
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()

    batch()
    with pytest.raises(RuntimeError) as raised:
        batch()
    said = lesson.after("far_steps").split("`RuntimeError: ")[1].split("`")[0]
    assert str(raised.value).startswith(said)


def test_the_loop_that_forgets_finds_gradients_and_stays_where_it_is(lesson: Bench) -> None:
    run = lesson.run("late")
    assert run.loss.mean() == pytest.approx(math.log(10), abs=0.06)
    # Nothing moves: every epoch is measured to have the same loss.
    assert len(set(run.curve().values)) == 1
    norms = [event.grad_norm for event in lesson.events("late") if isinstance(event, StepEnded)]
    assert min(norms) > 0.1
    first = lesson.run("whole").grad_norm[0]
    assert sum(norms) / len(norms) == pytest.approx(first, rel=0.15)


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
