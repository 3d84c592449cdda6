"""What the lesson on accumulating gradients says is what its lab shows."""

from __future__ import annotations

import math
import re

import pytest
import torch
from helpers import Bench, bench
from torch.nn.functional import cross_entropy

from engine.events import StepEnded
from lessons.curriculum.training.accumulating.lab import Undivided


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/accumulating")


def first_norm(lesson: Bench, scenario: str) -> float:
    events = lesson.events(scenario)
    return next(event.grad_norm for event in events if isinstance(event, StepEnded))


def said(text: str, pattern: str) -> list[float]:
    found = re.search(pattern, text)
    assert found, pattern
    return [float(number) for number in found.groups()]


def test_each_scenario_is_run_somewhere(lesson: Bench) -> None:
    assert lesson.never_run() == set()


def test_the_first_gradients(lesson: Bench) -> None:
    text = lesson.after("in_parts")
    (whole,) = said(text, r"has the norm ([\d.]+) both times")
    for scenario in ("large", "parts"):
        assert first_norm(lesson, scenario) == pytest.approx(whole, abs=5e-4)
    (four,) = said(text, r"it has ([\d.]+), four times")
    assert first_norm(lesson, "undivided") == pytest.approx(four, abs=5e-4)
    assert first_norm(lesson, "undivided") == pytest.approx(4 * first_norm(lesson, "parts"))
    lost, fine = said(text, r"it reads ([\d.]+) % in the end, the others ([\d.]+) %")
    for scenario, share in (("undivided", lost), ("large", fine), ("parts", fine)):
        read = 100 * lesson.run(scenario).curve("accuracy").last
        assert read == pytest.approx(share, abs=0.05)


def test_steps_and_ends(lesson: Bench) -> None:
    text = lesson.after("steps_or_parts")
    parts, ended, small, other = said(
        text, r"made (\d+) steps and ended at ([\d.]+)\. .* made (\d+), and ended at ([\d.]+)\. "
    )
    for scenario, steps, loss in (("parts", parts, ended), ("small", small, other)):
        run = lesson.run(scenario)
        assert run.steps == steps
        assert run.curve().last == pytest.approx(loss, abs=5e-4)


def test_with_batch_norm_the_first_gradients_differ(lesson: Bench) -> None:
    norms = said(lesson.after("normalised"), r"gradient norms of ([\d.]+) and ([\d.]+)\.")
    found = [first_norm(lesson, name) for name in ("norm_large", "norm_parts")]
    assert found == pytest.approx(norms, abs=5e-4)


def test_undivided_has_the_same_value_and_as_many_times_the_gradient_as_parts() -> None:
    scores, digits = torch.randn(8, 10, requires_grad=True), torch.arange(8)
    (plain,) = torch.autograd.grad(cross_entropy(scores, digits), scores)
    loss = Undivided(7)(scores, digits)
    assert loss.item() == pytest.approx(cross_entropy(scores, digits).item())
    torch.testing.assert_close(torch.autograd.grad(loss, scores)[0], 7 * plain)


def test_adam_hardly_notices_a_factor() -> None:
    ends = []
    for factor in (1, 4):
        weight = torch.tensor([1.0, -2.0], requires_grad=True)
        optimizer = torch.optim.Adam([weight], lr=0.1)
        for _ in range(20):
            optimizer.zero_grad()
            (factor * weight.square().sum()).backward()
            optimizer.step()
        ends.append(weight.detach())
    torch.testing.assert_close(*ends, rtol=1e-4, atol=1e-5)


def test_numeric_questions(lesson: Bench) -> None:
    assert lesson.number("steps_of_an_epoch") == 4096 / 512
    batches = math.ceil(1797 / 64)
    assert (batches, math.ceil(batches / 4)) == (29, 8)
