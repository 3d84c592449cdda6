"""What the lesson on functions with their own backward says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch.autograd.gradcheck import GradcheckError

from engine.events import StepEnded
from lessons.curriculum.autograd.own_functions import lab


@pytest.fixture(scope="module")
def own() -> Bench:
    return bench("autograd/own_functions")


@pytest.mark.parametrize(
    ("prediction", "answer"), [("without_two", "same"), ("reads_more", "straight")]
)
def test_the_runs_give_the_answer_that_the_text_explains(
    own: Bench, prediction: str, answer: str
) -> None:
    assert own.observed(prediction) == answer
    assert own.never_run() == set()


def first_norms(own: Bench, scenario: str) -> tuple[float, ...]:
    """The norm of each layer's gradient in the first step."""
    return next(e for e in own.events(scenario) if isinstance(e, StepEnded)).layer_norms


def test_a_square_without_its_factor(own: Bench) -> None:
    text = own.after("run-1")
    right, wrong = own.run("square"), own.run("factor")
    assert f"reads {100 * lab.accuracy(right):.1f} % of the validation images" in text
    assert f"with the wrong one {100 * lab.accuracy(wrong):.1f} %." in text
    assert f"of the last step is {right.loss[-1]:.3f} and {wrong.loss[-1]:.3f}." in text
    assert f"Both begin at {right.loss[0]:.3f}" in text
    assert right.loss[0] == wrong.loss[0]
    for whole, half in zip(
        first_norms(own, "square")[:2], first_norms(own, "factor")[:2], strict=True
    ):
        assert half == pytest.approx(whole / 2)
    assert first_norms(own, "square")[2:] == first_norms(own, "factor")[2:]


def test_half_the_slope_is_half_the_rate(own: Bench) -> None:
    text = own.after("run-2")
    right, wrong = own.run("walk"), own.run("walk_off")
    assert right.grad_norm[0] == 2 * wrong.grad_norm[0] == 4
    (_, _), (x, claimed), *_ = own.path("walk_off")
    assert f"at x = {x:.1f} it claims a slope of {claimed:.1f}, where the curve has" in text
    assert f"where the curve has {2 * x:.1f}." in text
    steps = [lab.steps_to_a_thousandth(run) for run in (wrong, right)]
    assert f"it takes {steps[0]:.0f} steps in place of {steps[1]:.0f}." in text


def test_a_sign_is_trained_by_a_false_slope(own: Bench) -> None:
    text = own.after("run-3")
    read = [100 * lab.accuracy(own.run(name)) for name in ("sign", "straight")]
    assert f"reads {read[0]:.1f} % of the images, and with the false one {read[1]:.1f} %." in text
    assert first_norms(own, "sign")[:2] == (0, 0)
    assert min(first_norms(own, "straight")) > 0


def test_what_gradcheck_says(own: Bench) -> None:
    x = torch.tensor([0.3, 0.8], dtype=torch.float64, requires_grad=True)
    verdicts = [
        torch.autograd.gradcheck(lab.of(function), (x,), raise_exception=False)
        for function in lab.FUNCTIONS.values()
    ]
    assert verdicts == [True, False, True, False]
    two = torch.tensor([2.0], dtype=torch.float64, requires_grad=True)
    with pytest.raises(GradcheckError, match="Jacobian mismatch") as said:
        torch.autograd.gradcheck(lab.of(lab.SquareWithoutTwo), (two,))
    assert "tensor([[4.0000]]" in str(said.value)
    assert "tensor([[2.]]" in str(said.value)
    assert own.number("own_cube") == 3 * 2**2 * 0.5
