"""Values as a learner reads them."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lessons.checking.words import describe, shape_of

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1.0, "1.0"),
        (2.302585, "2.303"),
        (1e-7, "1e-07"),
        (12345.6, "1.235e+04"),
        (NAN, "nan"),
        (True, "True"),
        (None, "None"),
        (12, "12"),
        (10**80, "a very large whole number"),
        ("a 'text'", "\"a 'text'\""),
        ([1.0, 2.5], "[1.0, 2.5]"),
        ((0.1234567,), "(0.1235,)"),
        ({"lr": 0.1}, "{'lr': 0.1}"),
        (["a"] * 9, "['a', 'a', 'a', 'a', 'a', 'a', … 9 in all]"),
        ([[[[1]]]], "[[[[…]]]]"),
        (torch.tensor([0.123456, -1.0]), "tensor([0.1235, -1.0])"),
        (torch.tensor(3.0, requires_grad=True), "3.0"),
        (torch.tensor([[1, 2], [3, 4]]), "tensor([[1, 2], [3, 4]])"),
        (torch.arange(20.0), "(20,) float32, 0.0 to 19.0"),
        (torch.zeros(4, 5), "(4, 5) float32, all 0.0"),
        (torch.arange(20).reshape(4, 5), "(4, 5) int64, 0 to 19"),
        (torch.tensor([NAN] * 2 + [1.0] * 11), "(13,) float32, all 1.0, 2 of 13 are nan or inf"),
        (torch.full((13,), NAN), "(13,) float32, 13 of 13 are nan or inf"),
        (torch.arange(20) > 4, "(20,) bool, 15 of 20 are True"),
        (torch.zeros(3, 0), "an empty tensor (3, 0) float32"),
    ],
)
def test_values(value: object, shown: str) -> None:
    assert describe(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (torch.zeros(3, 4), "(3, 4) float32"),
        (torch.tensor(1), "() int64"),
        ([1, 2], "list of 2"),
        (None, "None"),
        (1.5, "float"),
    ],
)
def test_shapes(value: object, shown: str) -> None:
    assert shape_of(value) == shown


@given(
    st.recursive(
        st.none() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=300,
    )
)
def test_a_description_stays_short(value: object) -> None:
    assert len(describe(value)) < 40_000
    assert "\n" not in describe(value)
