"""The labels of the last batches: what the stripes say, in any room and without colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from answer_samples import SIZES, run, words
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from samples import check_size

from engine.observations import Array, LabelStripes
from tui.plots.palette import Look
from tui.plots.view_spec import ViewSpec
from tui.plots.views.draw import draw_view

LOOKS = (
    Look(),
    Look(dark=False),
    Look(symbols="ascii"),
    Look(no_color=True),
    Look(symbols="ascii", no_color=True),
)
DIGITS = tuple("0123456789")


def stripes(rows: Sequence[Sequence[int]], classes: tuple[str, ...] = DIGITS) -> LabelStripes:
    """Batches of these labels."""
    labels = np.full((len(rows), max(map(len, rows), default=0)), -1.0)
    for place, row in enumerate(rows):
        labels[place, : len(row)] = row
    sizes = tuple(len(row) for row in rows)
    return LabelStripes(classes=classes, labels=Array.of(labels), sizes=sizes)


def test_a_batch_that_has_no_room_says_so() -> None:
    rows = words(stripes([[7] * 200, [8] * 5]), "labels").splitlines()
    assert rows[0].split()[0].endswith("7…200")
    assert rows[1].split()[:2] == ["8" * 5, "5"]


def test_a_row_is_a_batch_and_a_letter_is_a_sample() -> None:
    rows = words(stripes([[7] * 32, [7] * 16 + [8] * 16, [8] * 5]), "labels").splitlines()
    assert [row.split()[:2] for row in rows[:3]] == [
        ["7" * 32, "32"],
        ["7" * 16 + "8" * 16, "32"],
        ["8" * 5, "5"],
    ]
    assert rows[7].split() == ["7", "━━━━━━━━━━━━╸", "70", "%"]
    assert rows[0].endswith(" 0 %")
    assert rows[-1] == "last 3 batches, newest at the bottom; 1.3 classes in a batch"


def test_few_samples_are_drawn_two_cells_wide_and_names_are_given() -> None:
    said = words(stripes([[0, 1, 1, 0]], ("cat", "dog")), "labels").splitlines()
    assert said[0].startswith("c d d c  4 c cat ━━━━")
    assert said[1].split()[:2] == ["d", "dog"]
    assert said[-1] == "one batch, newest at the bottom; 2.0 classes in a batch"


def test_first_letters_that_are_not_unique_are_numbers() -> None:
    said = words(stripes([[0, 1, 2]], ("setosa", "versicolor", "virginica")), "labels")
    assert said.startswith("0 1 2  3")


def test_a_label_without_a_class_is_an_alert() -> None:
    assert words(stripes([[0, 1, 2]], ("cat", "dog")), "labels").startswith("c d ?")


def test_shares_go_below_where_they_have_no_room_beside() -> None:
    rows = words(stripes([[1, 2] * 16] * 16), "labels", 40, 20).splitlines()
    assert rows[13].split()[0] == "12" * 16
    assert rows[14] == ""
    assert [row[0] for row in rows[15:19]] == list("0123")
    assert rows[16].startswith("1 ━━╸   50 %")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("rows", [[], [[]], [[3]], [[1] * 256] * 16, [[0, 1], [2]]])
def test_any_batches_find_room(rows: list[list[int]], look: Look) -> None:
    for width, height in SIZES:
        runs = (run(stripes(rows), view="labels", look=look),)
        spec = ViewSpec(name="labels", runs=runs, width=width, height=height, look=look)
        check_size(draw_view(spec), width, height)


@settings(deadline=None, max_examples=25)
@given(
    arrays(
        np.float32, st.tuples(st.integers(0, 6), st.integers(0, 40)), elements=st.floats(width=32)
    ),
    st.lists(st.text(max_size=8), max_size=20),
    st.integers(1, 90),
    st.integers(1, 24),
)
def test_no_label_breaks_the_view(
    labels: np.ndarray, classes: list[str], width: int, height: int
) -> None:
    seen = LabelStripes(classes=tuple(classes), labels=Array.of(labels), sizes=(3,))
    spec = ViewSpec(name="labels", runs=(run(seen, view="labels"),), width=width, height=height)
    check_size(draw_view(spec), width, height)
