"""Boxes are compared, suppressed, laid on the grid and read off it as they should be."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engine.errors import ConfigurationError
from engine.nn.vision.detection import (
    Detector,
    corners,
    decode,
    detection_loss,
    intersection_over_union,
    on_grid,
    suppress,
)

share = st.integers(0, 20).map(lambda twentieth: twentieth / 20)
box = st.tuples(share, share, share, share)
boxes = st.lists(box, min_size=1, max_size=8).map(torch.tensor)


def test_corners() -> None:
    one = torch.tensor([[0.5, 0.25, 0.2, 0.1]])
    torch.testing.assert_close(corners(one), torch.tensor([[0.4, 0.2, 0.6, 0.3]]))


def test_iou_by_hand() -> None:
    unit = torch.tensor([[0.5, 0.5, 1.0, 1.0]])
    others = torch.tensor(
        [
            [0.5, 0.5, 1.0, 1.0],  # itself
            [1.0, 0.5, 1.0, 1.0],  # half of it: 0.5 of 1.5
            [0.5, 0.5, 0.5, 0.5],  # a quarter, inside
            [1.5, 0.5, 1.0, 1.0],  # side by side
            [5.0, 5.0, 1.0, 1.0],  # far away in both directions
        ]
    )
    expected = torch.tensor([[1.0, 1 / 3, 0.25, 0.0, 0.0]])
    torch.testing.assert_close(intersection_over_union(unit, others), expected)
    nothing = torch.zeros(1, 4)
    assert intersection_over_union(nothing, nothing).item() == 0


def by_counting(a: Tensor, b: Tensor, cells: int = 80) -> float:
    """IoU of two boxes on twentieths, by counting the small squares that lie within."""
    middle = (torch.arange(-cells, 2 * cells) + 0.5) / cells
    y, x = torch.meshgrid(middle, middle, indexing="ij")

    def inside(one: Tensor) -> Tensor:
        left, top, right, bottom = corners(one)
        return (x > left) & (x < right) & (y > top) & (y < bottom)

    either = (inside(a) | inside(b)).sum().item()
    return (inside(a) & inside(b)).sum().item() / either if either else 0.0


@settings(max_examples=15)
@given(a=box, b=box)
def test_iou_by_brute_force(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    first, second = torch.tensor(a), torch.tensor(b)
    iou = intersection_over_union(first[None], second[None]).item()
    assert iou == pytest.approx(by_counting(first, second), abs=1e-6)
    assert iou == intersection_over_union(second[None], first[None]).item()


def test_suppression_by_hand() -> None:
    stack = torch.tensor(
        [
            [0.50, 0.5, 0.4, 0.4],
            [0.52, 0.5, 0.4, 0.4],  # overlaps the first and the fourth
            [0.10, 0.1, 0.1, 0.1],
            [0.70, 0.5, 0.4, 0.4],  # overlaps the first by a third
        ]
    )
    scores = torch.tensor([0.8, 0.9, 0.3, 0.7])
    assert suppress(stack, scores, 0.5).tolist() == [1, 3, 2]
    assert suppress(stack, scores, 0.3).tolist() == [1, 2]
    assert suppress(stack, scores, 1.0).tolist() == [1, 0, 3, 2]
    assert suppress(stack[:0], scores[:0]).tolist() == []
    with pytest.raises(ConfigurationError, match="threshold"):
        suppress(stack, scores, -0.1)


@settings(max_examples=25)
@given(boxes=boxes, threshold=share, data=st.data())
def test_suppression_by_brute_force(boxes: Tensor, threshold: float, data: st.DataObject) -> None:
    """A box stays where none with a higher score that stays overlaps it."""
    marks = st.lists(st.integers(0, 5), min_size=len(boxes), max_size=len(boxes))
    scores = torch.tensor(data.draw(marks), dtype=torch.float32)
    overlap = intersection_over_union(boxes, boxes)
    ranked = sorted(range(len(boxes)), key=lambda i: (-scores[i].item(), i))
    stay: list[int] = []
    for i in ranked:
        if all(overlap[i, j] <= torch.tensor(threshold) for j in stay):
            stay.append(i)
    assert suppress(boxes, scores, threshold).tolist() == stay


NONE = [-1.0, 0.0, 0.0, 0.0, 0.0]


def test_boxes_go_to_the_cell_of_their_centre() -> None:
    things = torch.tensor(
        [
            [[3.0, 0.1, 0.9, 0.2, 0.2], [7.0, 0.55, 0.3, 0.4, 0.1]],
            [[5.0, 0.6, 0.6, 0.3, 0.3], [2.0, 0.7, 0.7, 0.1, 0.1]],  # in one cell
            [NONE, [0.0, 1.0, 1.0, 0.1, 0.1]],  # on the edge of the image
        ]
    )
    grid = on_grid(things, 4, 2)
    assert grid.present.nonzero().tolist() == [[0, 1, 1], [0, 3, 0], [1, 2, 1], [2, 3, 1]]
    assert grid.classes[grid.present].tolist() == [7, 3, 5, 0]
    torch.testing.assert_close(grid.boxes[0, 3, 0], things[0, 0, 1:])
    torch.testing.assert_close(grid.boxes[1, 2, 1], things[1, 0, 1:])
    assert not grid.boxes[~grid.present].any()


def test_targets_of_another_shape_are_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"targets cannot be \(2, 5\).*max_boxes, 5"):
        on_grid(torch.zeros(2, 5), 4, 4)


def answers_for(things: Tensor, rows: int, columns: int, certainty: float = 20.0) -> Tensor:
    """What a perfect detector says."""
    grid = on_grid(things, rows, columns)
    there = torch.where(grid.present, certainty, -certainty)[..., None]
    names = certainty * torch.nn.functional.one_hot(grid.classes, 10)
    return torch.cat([there, grid.boxes.clamp(min=0.01), names], dim=-1)


SCENES = torch.tensor(
    [
        [[3.0, 0.1, 0.9, 0.2, 0.2], [7.0, 0.55, 0.3, 0.4, 0.1], NONE],
        [NONE, NONE, NONE],
    ]
)


def test_perfect_answers_cost_nothing_and_are_read_back() -> None:
    answers = answers_for(SCENES, 4, 4)
    assert detection_loss(answers, SCENES).item() == pytest.approx(0.0, abs=1e-4)
    found, empty = decode(answers)
    assert len(empty) == 0
    assert sorted(found.classes.tolist()) == [3, 7]
    order = found.classes.argsort()
    torch.testing.assert_close(found.boxes[order], SCENES[0, :2, 1:])
    assert (found.scores > 0.99).all()


def test_each_mistake_costs_what_the_formula_says() -> None:
    one = SCENES[:1, :1]
    right = answers_for(one, 1, 1)
    wrong = right.clone()
    wrong[..., 0] = 0.0  # undecided
    assert detection_loss(wrong, one).item() == pytest.approx(math.log(2), rel=1e-4)
    wrong = right.clone()
    wrong[..., 1] += 0.1
    assert detection_loss(wrong, one).item() == pytest.approx(5 * 0.01, rel=1e-3)
    wrong = right.clone()
    wrong[..., 3] = 0.8  # for 0.2
    assert detection_loss(wrong, one).item() == pytest.approx(5 * 0.2, rel=1e-3)
    wrong = right.clone()
    wrong[..., 5:] = 0.0
    assert detection_loss(wrong, one).item() == pytest.approx(math.log(10), rel=1e-4)
    imagined = answers_for(SCENES[1:], 1, 1)
    imagined[..., 0] = 0.0
    assert detection_loss(imagined, SCENES[1:]).item() == pytest.approx(0.5 * math.log(2), rel=1e-4)


def test_decoding_leaves_out_the_unsure_and_what_is_there_twice() -> None:
    answers = torch.full((1, 1, 4, 7), -20.0)
    answers[0, 0, :, 0] = torch.tensor([3.0, 2.0, 1.0, -3.0])
    answers[0, 0, :, 1:5] = torch.tensor(
        [[0.2, 0.5, 0.3, 0.3], [0.25, 0.5, 0.3, 0.3], [0.25, 0.5, 0.3, 0.3], [0.9, 0.5, 0.1, 0.1]]
    )
    answers[0, 0, torch.arange(4), torch.tensor([5, 5, 6, 5])] = 20.0
    (found,) = decode(answers, least_score=0.5, most_overlap=0.5)
    assert found.classes.tolist() == [0, 1]  # the second is of the class of the first
    torch.testing.assert_close(found.scores, torch.tensor([3.0, 1.0]).sigmoid())
    (all_of_them,) = decode(answers, least_score=0.0, most_overlap=1.0)
    assert len(all_of_them) == 4
    with pytest.raises(ConfigurationError, match="least_score"):
        decode(answers, least_score=2.0)


def test_a_detector_places_centres_in_their_own_cells() -> None:
    torch.manual_seed(0)
    answers = Detector(classes=3, width=4)(5 * torch.randn(2, 1, 32, 24))
    assert answers.shape == (2, 4, 3, 8)
    cx, cy = answers[..., 1], answers[..., 2]
    assert torch.equal((cx * 3).long(), torch.arange(3).expand(2, 4, 3))
    assert torch.equal((cy * 4).long(), torch.arange(4)[:, None].expand(2, 4, 3))
    assert ((answers[..., 3:5] > 0) & (answers[..., 3:5] < 1)).all()


def squares(n: int) -> tuple[Tensor, Tensor]:
    """Images with one bright square each, of class 0 or (hollow) 1, and where it is."""
    random = torch.Generator().manual_seed(1)
    images, things = torch.zeros(n, 1, 32, 32), torch.zeros(n, 2, 5)
    things[:, 1] = torch.tensor(NONE)
    for i in range(n):
        side = int(torch.randint(6, 11, (), generator=random))
        top, left = (int(torch.randint(0, 33 - side, (), generator=random)) for _ in range(2))
        images[i, 0, top : top + side, left : left + side] = 1
        if i % 2:
            images[i, 0, top + 2 : top + side - 2, left + 2 : left + side - 2] = 0
        centre = torch.tensor([left + side / 2, top + side / 2]) / 32
        things[i, 0] = torch.tensor([i % 2, *centre.tolist(), side / 32, side / 32])
    return images, things


def test_a_detector_learns_where_squares_are() -> None:
    torch.manual_seed(0)
    images, things = squares(16)
    model = Detector(classes=2, width=8)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    losses = []
    for _ in range(80):
        optimizer.zero_grad()
        loss = detection_loss(model(images), things)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.05 * losses[0]
    good = 0
    for found, right in zip(decode(model.eval()(images)), things[:, 0], strict=True):
        if len(found) == 1 and found.classes[0] == right[0]:
            good += int(intersection_over_union(found.boxes, right[None, 1:]).item() > 0.5)
    assert good >= 14


@pytest.mark.parametrize("setting", ["classes", "width", "halvings"])
def test_impossible_detectors_are_refused(setting: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{setting} cannot be 0"):
        Detector(**{setting: 0})
