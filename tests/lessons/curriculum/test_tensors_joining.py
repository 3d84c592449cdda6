"""What the lesson on joining tensors says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench
from torch.nn.functional import mse_loss

from engine.events import Probed
from engine.observations import FittedCurve, Matrix
from lessons.curriculum.tensors.joining import lab

pytestmark = pytest.mark.filterwarnings("ignore:Using a target size")


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("tensors/joining")


def matrix(lesson: Bench, scenario: str) -> Matrix:
    """What the view shows in the end."""
    return [
        event.seen
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    ][-1]


@pytest.mark.parametrize(
    ("prediction", "answer"), [("reads_most", "cat"), ("flat_targets", "level")]
)
def test_the_text_explains_the_answer_of_the_runs(
    lesson: Bench, prediction: str, answer: str
) -> None:
    assert lesson.observed(prediction) == answer
    assert lesson.never_run() == set()


def test_shares_read(lesson: Bench) -> None:
    upper, both, added = (
        round(100 * lesson.run(name).curve("accuracy").last) for name in ("upper", "cat", "stack")
    )
    said = f"reads {upper} in 100. With the lower half beside it that becomes {both}, and with the"
    assert said in lesson.after("three_readers")
    assert f"two summed it is {added}." in lesson.after("three_readers")


def test_the_view_shows_what_is_handed_on(lesson: Bench) -> None:
    shown = {name: matrix(lesson, name) for name in ("cat", "stack", "column", "flat")}
    shapes = {name: (seen.rows, seen.columns) for name, seen in shown.items()}
    assert shapes == {"cat": (24, 32), "stack": (24, 16), "column": (24, 1), "flat": (24, 24)}


def test_flat_targets_leave_a_level_line_at_their_mean(lesson: Bench) -> None:
    text = lesson.after("two_shapes")
    column, flat = lesson.run("column"), lesson.run("flat")
    assert column.steps == flat.steps == 150
    assert f"stuck at {flat.loss[-1]:.2f}, the variance" in text
    assert f"comes down to {column.loss[-1]:.2f}." in text
    assert flat.loss[0] > flat.loss[-1]
    assert lab.last_spread(flat) < 1e-6
    assert f"{lab.last_spread(column):.2f} for the line that slopes" in text
    curves = [
        event.seen.y.numpy()
        for event in lesson.events("flat")
        if isinstance(event, Probed) and isinstance(event.seen, FittedCurve)
    ]
    assert abs(curves[-1]).max() < 1e-3
    assert 265 * 265 == 70_225


def test_three_patients() -> None:
    prediction, target = torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([1.0, 2.0, 3.0])
    with pytest.warns(UserWarning, match="Using a target size") as warned:
        assert f"{mse_loss(prediction, target).item():.2f}" == "1.33"
    assert "(torch.Size([3])) that is different to the input size (torch.Size([3, 1]))" in str(
        warned[0].message
    )
    assert (prediction - target).shape == (3, 3)


def test_numbers_of_the_questions(lesson: Bench) -> None:
    assert lesson.number("how_many_differences") == (torch.ones(256, 1) - torch.ones(256)).numel()
    joined = torch.cat([torch.ones(2, 3), torch.ones(2, 5)], dim=1)
    assert lesson.number("cat_width") == joined.shape[1]
    x = torch.zeros(1, 5, 1)
    shapes = [x.squeeze(), x.squeeze(0), x.squeeze(1), x.unsqueeze(0)]
    assert [tuple(y.shape) for y in shapes] == [(5,), (5, 1), (1, 5, 1), (1, 1, 5, 1)]
    assert {len(part[0]) for part in torch.zeros(4, 12).split(3, dim=1)} == {3}
