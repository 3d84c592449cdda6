"""What the lesson on layout says is what its lab shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from helpers import Bench, bench
from numpy.typing import NDArray

from engine import data
from engine.events import Probed
from engine.observations import Matrix, Pictures
from lessons.curriculum.tensors.layout import lab


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("tensors/layout")


def images(lesson: Bench, scenario: str) -> NDArray[np.float64]:
    """The images that the view shows, (n, 1, 8, 8)."""
    (seen,) = (
        event.seen.images.numpy().astype(float)
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Pictures)
    )
    return seen


def influence(lesson: Bench, scenario: str) -> NDArray[np.float64]:
    """Who depends on whom in the end: (guess, throw)."""
    return [
        event.seen.values.numpy().astype(float)
        for event in lesson.events(scenario)
        if isinstance(event, Probed) and isinstance(event.seen, Matrix)
    ][-1]


@pytest.mark.parametrize(
    ("prediction", "answer"), [("which_read", "permuted_confused"), ("beats_chance", "by_view")]
)
def test_the_text_explains_the_answer_of_the_runs(
    lesson: Bench, prediction: str, answer: str
) -> None:
    assert lesson.observed(prediction) == answer
    assert lesson.never_run() == set()


def test_shares_read(lesson: Bench) -> None:
    text = lesson.after("three_files")
    read = {
        name: round(100 * lesson.run(name).curve("accuracy").last)
        for name in ("permuted", "confused", "viewed")
    }
    assert read["permuted"] == read["confused"]
    assert f"permuted runs read {read['permuted']} in 100." in text
    assert f"none of them: {read['viewed']} in 100, which is chance." in text
    assert lesson.run("viewed").loss[-34:].mean() == pytest.approx(math.log(10), abs=0.15)


def test_images_are_whole_turned_or_crumbs_of_64(lesson: Bench) -> None:
    whole, turned, _ = (images(lesson, name) for name in ("permuted", "confused", "viewed"))
    assert np.array_equal(turned, whole.transpose(0, 1, 3, 2))
    original = data.digits().train.inputs
    file = lab.stored(original)
    assert file.shape == (8, 8, 1078)
    crumbs = lab.images_first(file, "view")
    assert crumbs.shape == (1078, 8, 8)
    assert torch.equal(crumbs[0].flatten(), original[:64, 0])
    assert torch.equal(lab.images_first(file, "2, 0, 1").flatten(1), original)


def test_losses_of_the_die(lesson: Bench) -> None:
    text = lesson.after("two_cuts")
    leaking, honest = (lab.final_loss(lesson.run(name)) for name in ("by_view", "transposed"))
    assert f"the network reaches {leaking:.2f} on throws" in text
    assert f"it ends at {honest:.2f}, which" in text
    assert math.log(6) == pytest.approx(1.79, abs=0.005)
    assert lesson.run("by_view").steps == 200


def test_only_heads_cut_by_view_alone_depend_on_later_throws(lesson: Bench) -> None:
    honest, leaking = (influence(lesson, name) for name in ("transposed", "by_view"))
    assert np.triu(honest, 1).max() == 0
    assert np.diag(honest).min() > 0.01
    assert leaking[0, 1:].max() > 0.1
    x = torch.arange(8).repeat_interleave(32).view(1, 8, 32)
    heads = x.view(-1, 4, 8, 8)
    assert heads[0, 0].unique().tolist() == [0, 1]
    assert heads[0, 1].unique().tolist() == [2, 3]


def test_who_copies() -> None:
    def shared(x: torch.Tensor, y: torch.Tensor) -> bool:
        return x.untyped_storage().data_ptr() == y.untyped_storage().data_ptr()

    x = torch.arange(24).view(4, 6)
    assert not shared(x, x.T.contiguous())
    assert not shared(x, x[:, :3].reshape(-1))
    assert all(shared(x, y) for y in (x[:2].reshape(-1), x.view(2, 12), x.T, x.contiguous()))
    swapped = torch.arange(24).view(2, 3, 4).transpose(0, 1)
    assert shared(swapped, swapped.reshape(3, 2, 2, 2))
    with pytest.raises(RuntimeError, match="view size is not compatible with input tensor's size"):
        x.T.view(24)


def test_numbers_of_the_questions(lesson: Bench) -> None:
    assert lesson.number("one_row_an_image") == len(torch.zeros(4, 3, 28, 28).view(-1, 784))
    x = torch.zeros(2, 3, 4)
    assert x.permute(2, 0, 1).shape == (4, 2, 3)
    strided = (x, x.transpose(0, 1), x.permute(2, 0, 1), x.view(6, 4))
    assert [y.stride() for y in strided] == [(12, 4, 1), (4, 12, 1), (1, 12, 4), (4, 1)]
