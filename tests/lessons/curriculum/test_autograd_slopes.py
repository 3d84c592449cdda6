"""What the lesson on slopes says is what its lab and PyTorch show."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from numpy.typing import NDArray

from lessons.curriculum.autograd.slopes import lab

Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def slopes() -> Bench:
    return bench("autograd/slopes")


def steps_to_flat(lesson: Bench, scenario: str) -> int:
    """Steps made until the slope is below 0.01."""
    return int(lesson.run(scenario).first_step(lambda run: run.grad_norm < 0.01)) - 1


def test_predictions_and_runs(slopes: Bench) -> None:
    assert slopes.observed("first_flat") == "parabola"
    assert slopes.observed("newtons_steps") == "dozen"
    assert slopes.never_run() == set()


def test_slopes_of_the_first_section(slopes: Bench) -> None:
    x = torch.tensor(2.0, requires_grad=True)
    y = lab.parabola(x)
    y.backward()
    assert (y.item(), x.grad) == (11, torch.tensor(7.0))
    assert pytest.approx(11.007, abs=2e-6) == 2.001**2 + 3 * 2.001 + 1
    with pytest.raises(RuntimeError, match="Only Tensors of floating point"):
        torch.tensor(2, requires_grad=True)
    assert "a slope of 7, and x⁴ one of 32." in slopes.after("what_it_prints")
    assert slopes.run("parabola").grad_norm[0] == 7
    assert slopes.run("quartic").grad_norm[0] == 32


def test_the_view_shows_the_slope_of_every_step(slopes: Bench) -> None:
    for scenario in ("parabola", "quartic", "newton"):
        x, slope = slopes.path(scenario).T
        exact = 2 * x + 3 if scenario == "parabola" else 4 * x**3
        assert slope == pytest.approx(exact, rel=1e-5, abs=1e-6)
        assert np.abs(slope[:-1]) == pytest.approx(
            slopes.run(scenario).grad_norm, rel=1e-4, abs=1e-6
        )


def test_figures_of_the_two_walks(slopes: Bench) -> None:
    text = slopes.after("run-1")
    x, slope = slopes.path("quartic").T
    assert f"leads from 2 to {x[1]:.1f}, nearly" in text
    assert f"4 · 0.4³ = {slope[1]:.3f}, and" in text
    assert f"below 0.01 after {steps_to_flat(slopes, 'quartic')} steps" in text
    assert f"the walk stands at {x[-1]:.3f}, still" in text
    assert f"below 0.01 after {steps_to_flat(slopes, 'parabola')} steps" in text
    norm = slopes.run("parabola").grad_norm[:60]
    assert norm[1:] / norm[:-1] == pytest.approx(0.9, abs=1e-4)
    assert slopes.number("flat_place") == pytest.approx(slopes.path("parabola")[-1, 0], abs=1e-3)


def test_code_of_the_second_derivative(slopes: Bench) -> None:
    text = slopes.after("flat_place")
    x = torch.tensor(1.0, requires_grad=True)
    (slope,) = torch.autograd.grad(x**3, x, create_graph=True)
    (bend,) = torch.autograd.grad(slope, x)
    assert f"slope # {slope!r}" in text
    assert f"bend # {bend!r}" in text
    (bare,) = torch.autograd.grad(x**3, x)
    with pytest.raises(RuntimeError) as failed:
        torch.autograd.grad(bare, x)
    assert str(failed.value) in text


def test_figures_of_newtons_walk(slopes: Bench) -> None:
    text = slopes.after("run-2")
    run, x = slopes.run("newton"), slopes.path("newton")[:, 0]
    assert x[1:] / x[:-1] == pytest.approx(2 / 3, rel=1e-4)
    assert f"after {lab.steps_to_a_hundredth(run):.0f} of them x is below" in text
    assert f"with {slopes.run('quartic').steps} steps, was at" in text
    assert f"number {run.steps}, ends at {x[-1]:.4f}." in text
    once = slopes.path("newton", curve="parabola")[:, 0]
    assert once[1:] == pytest.approx(-1.5)
    assert f"{2410**2 / 1e6:.1f} million" in text


def test_walks_through_the_valleys(slopes: Bench) -> None:
    hill = slopes.path("newton", curve="valleys", start=0.5)[-1, 0]
    assert f"It ends at {hill:.2f}, on the hill" in slopes.after("run-2")
    assert 12 * hill**2 - 6 < 0
    ends = [slopes.path(None, curve="valleys", start=start)[-1, 0] for start in (2.0, -2.0)]
    assert ends == pytest.approx([1.131, -1.301], abs=1e-3)
    heights = [float(lab.valleys(torch.tensor(end))) for end in ends]
    assert heights[1] < heights[0] < 0


def test_answers(slopes: Bench) -> None:
    x = torch.tensor(3.0, requires_grad=True)
    (slope,) = torch.autograd.grad(x**3, x, create_graph=True)
    (bend,) = torch.autograd.grad(slope, x)
    assert bend.item() == slopes.number("bend_of_a_cube")
    two = torch.tensor(2.0, requires_grad=True)
    (5 * two**2 - 4 * two).backward()
    assert two.grad is not None
    assert two.grad.item() == slopes.number("another_parabola")
    assert slopes.number("one_jump") == 10 - (4 * 10 - 8) / 4
