"""What a check expects is compared exactly as far as it is meant, and said side by side."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from lessons.checking import LearnerError, expect
from lessons.checking.differing import same
from lessons.checking.expect import ExpectationError, Known
from lessons.checking.verdict import Explained


def failure(call: Callable[[], object]) -> ExpectationError:
    with pytest.raises(ExpectationError) as raised:
        call()
    return raised.value


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.ones(2) * (1 + 1e-6), torch.ones(2)),
        (torch.ones(2, dtype=torch.float64), torch.ones(2)),
        (np.ones(2), torch.ones(2)),
        (torch.tensor(3), 3),
        (3.0, 3),
        (np.float32(0.5), 0.5),
        ([1.0, (2.0,)], (1.0, [2.0])),
        ({"a": torch.zeros(1)}, {"a": torch.zeros(1)}),
        (math.nan, math.nan),
        (torch.tensor([math.inf]), torch.tensor([math.inf])),
        ("text", "text"),
        (None, None),
        (10**400, 10**400),
    ],
)
def test_the_same_is_the_same(got: object, expected: object) -> None:
    expect.close(got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "first"),
    [
        (torch.ones(2, 3), torch.ones(3, 2), "expected shape (3, 2), got shape (2, 3)"),
        (torch.ones(3, 1), torch.ones(3), "shape (3,)"),
        (torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), "[1]: expected 3.0, got 2.0"),
        (torch.tensor([2**60 + 1]), torch.tensor([2**60]), "[0]: expected"),
        (torch.tensor([math.nan]), torch.tensor([1.0]), "got nan"),
        (None, torch.ones(1), "got None"),
        ([1, 2], [1], "expected 1 entry, got 2"),
        ([[1, 5]], [[1, 4]], "[0][1]: expected 4, got 5"),
        ({"a": 1}, {"b": 1}, "['b']: missing"),
        ({"a": 1, "b": 2}, {"a": 1}, "['b']: nothing is expected there"),
        (True, 1, "expected 1, got True"),
        ("1", 1, "expected 1, got '1'"),
        (1.7994, 1.7987, "expected 1.7987, got 1.7994"),
        (torch.tensor([1.7994]), torch.tensor([1.7987]), "expected 1.7987, got 1.7994"),
        (10**400, 1.0, "expected 1.0, got a very large whole number"),
    ],
)
def test_the_first_difference_is_named(got: object, expected: object, first: str) -> None:
    error = failure(lambda: expect.close(got, expected))
    assert error.difference is not None
    assert first in error.difference.first


def test_shapes_stand_side_by_side() -> None:
    difference = failure(lambda: expect.close(torch.ones(2, 3), torch.ones(3, 2))).difference
    assert difference is not None
    assert difference.expected_shape == "(3, 2) float32"
    assert difference.got_shape == "(2, 3) float32"


def test_a_known_wrong_answer_brings_its_misconception() -> None:
    known = (Known(1.0, "one"), Known(2.0, "two", "tag-of-two"))
    error = failure(lambda: expect.close(2.0, 3.0, known=known))
    assert (error.message, error.tag) == ("two", "tag-of-two")
    assert failure(lambda: expect.close(5.0, 3.0, known=known)).tag == ""
    assert failure(lambda: expect.shape(torch.ones(2), (3,), known=[Known((2,), "short")])).message


def test_figures_under_and_over_a_level() -> None:
    expect.below(torch.tensor(0.1), 0.2)
    expect.above(0.9, 0.8, what="the accuracy")
    for figure in (0.2, math.nan, torch.ones(2), "0", None, True):
        failure(lambda figure=figure: expect.below(figure, 0.2))  # type: ignore[misc]
    difference = failure(lambda: expect.above(0.5, 0.8, what="the accuracy")).difference
    assert difference is not None
    assert (difference.expected, difference.got) == ("the accuracy above 0.8", "0.5")


def test_other_expectations() -> None:
    expect.equal([1], [1])
    expect.dtype(torch.ones(1), torch.float32)
    expect.kind((1,), list, tuple)
    expect.true([1], "no")
    for call in (
        lambda: expect.equal(1.0, 1.0 + 1e-9),
        lambda: expect.dtype(torch.ones(1), "float64"),
        lambda: expect.dtype(None, "float64"),
        lambda: expect.kind(3, list),
        lambda: expect.true(False, "no"),
        lambda: expect.fail("no"),
        lambda: expect.shape(None, (1,)),
    ):
        assert failure(call).message


def test_an_exception_may_be_what_is_asked_for() -> None:
    error = LearnerError(Explained(original="ValueError: x"), ("ValueError", "Exception"))
    with expect.raises("ValueError"):
        raise error
    with pytest.raises(LearnerError), expect.raises("TypeError"):
        raise error
    with pytest.raises(ExpectationError), expect.raises("TypeError"):
        pass


def test_a_mask_is_no_number_and_a_complex_number_no_real_one() -> None:
    mask = torch.tensor([True, False])
    for wrong in (mask.long(), mask.float(), mask + 0j):
        assert not same(wrong, mask)
    assert not same(torch.ones(2) + 0j, torch.ones(2))
    differs = failure(lambda: expect.close(mask.long(), mask)).difference
    assert differs is not None
    assert differs.first.startswith("expected (2,) bool")
