"""What the lesson on products and broadcasting says is what its lab shows."""

from __future__ import annotations

import pytest
import torch
from helpers import Bench, bench

from engine import data
from engine.events import Probed, RunStarted
from engine.observations import Matrix
from lessons.curriculum.tensors.products import lab


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("tensors/products")


def matrix(lesson: Bench, scenario: str) -> Matrix:
    """What the view shows in the end."""
    return [
        event.seen
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    ][-1]


@pytest.mark.parametrize(
    ("prediction", "answer"), [("how_far_apart", "same"), ("lower_where", "each_one")]
)
def test_the_text_explains_the_answer_of_the_runs(
    lesson: Bench, prediction: str, answer: str
) -> None:
    assert lesson.observed(prediction) == answer
    assert lesson.never_run() == set()


def test_two_layers_draw_one_curve(lesson: Bench) -> None:
    ours, theirs = lesson.run("ours"), lesson.run("theirs")
    assert ours.loss == pytest.approx(theirs.loss, abs=1e-3)
    read = round(100 * ours.curve("accuracy").last)
    assert f"{read} in 100 digits are read by either." in lesson.after("two_layers")
    assert (matrix(lesson, "ours").rows, matrix(lesson, "ours").columns) == (24, 10)


def test_one_bias_and_88(lesson: Bench) -> None:
    text = lesson.after("two_biases")
    one, each = lesson.run("one"), lesson.run("each")
    assert f"training loss falls to {lab.training_loss(each):.4f}, as if" in text
    assert f"On the 88 others it is {lab.validation_loss(each):.2f}, worse" in text
    ends = f"{lab.training_loss(one):.2f} in training and {lab.validation_loss(one):.2f} on the"
    assert f"ends at {ends} others." in text
    patients = lab.as_many(data.diabetes(features=("bmi", "s5")))
    assert len(patients.train) == len(patients.validation) == 88
    mean = (patients.validation.targets - patients.train.targets.mean()).square().mean()
    assert f"worse than the {mean.item():.2f} of always saying the mean" in text


def test_parameters_are_counted_and_shown(lesson: Bench) -> None:
    counted = [
        event.parameters
        for name in ("one", "each")
        for event in lesson.events(name)
        if isinstance(event, RunStarted)
    ]
    assert counted == [3, 90]
    assert "3 are meant, 90 are there." in lesson.after("two_biases")
    one, each = (matrix(lesson, name).values.numpy() for name in ("one", "each"))
    assert one.shape == each.shape == (24, 3)
    assert one[:, 1].std() < 1e-6
    assert each[:, 1].std() > 0.5


def test_words_of_the_errors(lesson: Bench) -> None:
    x, weight = torch.zeros(3, 2), torch.zeros(4, 2)
    with pytest.raises(RuntimeError) as product:
        x @ weight
    with pytest.raises(RuntimeError) as total:
        torch.zeros(4, 3) + torch.zeros(4)
    assert f'"{product.value}"' in lesson.after("two_products")
    assert f'"{total.value}"' in lesson.after("stretched")


def test_numbers_of_the_questions(lesson: Bench) -> None:
    dot = torch.dot(torch.tensor([1, 2, 3]), torch.tensor([4, 5, 6]))
    assert lesson.number("dot_product") == dot
    a, b, s = torch.zeros(5, 3), torch.zeros(3, 4), torch.zeros(7, 5, 3)
    shapes = [tuple(y.shape) for y in (a @ b, a * a, s @ b, b.T @ a.T)]
    assert shapes == [(5, 4), (5, 3), (7, 5, 4), (4, 5)]
    fit = [((3, 1), (1, 4)), ((4, 3), (3,)), ((5, 1, 3), (4, 3))]
    assert [tuple(torch.broadcast_shapes(*pair)) for pair in fit] == [(3, 4), (4, 3), (5, 4, 3)]
    for pair in (((4, 3), (4,)), ((2, 3), (4, 3))):
        with pytest.raises(RuntimeError):
            torch.broadcast_shapes(*pair)
