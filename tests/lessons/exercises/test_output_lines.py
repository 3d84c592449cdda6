"""What is the same output, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.exercises.output_lines import first_difference, printed_lines

MATRIX = "tensor([[0.5000, 1.0000],\n        [1.5000, 2.0000]])\n"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("a\nb\n", "a  \nb\n\n"),
        ("a\r\nb\r\n", "a\nb"),
        ("torch.Size([2, 3])", "torch.Size([2,3])"),
        ("torch.Size([2, 3])", " torch.Size( [2, 3] )"),
        (MATRIX, "tensor([[0.5, 1.], [1.5, 2.]])"),
        (MATRIX, "tensor([[0.5,1.0],[1.5,2.0]])"),
        (MATRIX, "tensor([[0.5, 1.],\n[1.5,\n 2.0]])"),
        (MATRIX + "done", "tensor([[0.5, 1.], [1.5, 2.]])\ndone"),
        ("0.8333333134651184", "0.833"),
        ("0.8333333134651184", "0.83333"),
        ("0.3333", "0.33330"),
        ("1.0", "1."),
        ("1.0", "1"),
        ("tensor(1.0000e-03)", "tensor(0.001)"),
        ("loss: 0.50", "loss: 0.5"),
        ("-0.0", "0.0"),
        ("-0.66", "−0.66"),
        ("True None", "True  None"),
        ("tensor([nan, inf])", "tensor([nan,inf])"),
        ("2x3", "2x3"),
        ("", ""),
    ],
)
def test_the_same(printed: str, typed: str) -> None:
    assert first_difference(printed, typed) is None


@pytest.mark.parametrize(
    ("printed", "typed", "line", "kind"),
    [
        ("a\nb", "a", 1, "missing"),
        ("a", "a\nb", 1, "surplus"),
        ("a\nb", "a\nc", 1, "text"),
        ("1 2", "12", 0, "text"),
        ("ab", "a b", 0, "text"),
        ("True", "true", 0, "text"),
        ("0.8333", "0.83", 0, "number"),
        ("0.8333", "0.834", 0, "number"),
        ("0.5", "0.6", 0, "number"),
        ("0.5", "-0.5", 0, "number"),
        ("2", "2.4", 0, "number"),
        ("10", "12", 0, "number"),
        ("tensor([4, 6])", "tensor([4., 6.])", 0, "point"),
        ("tensor([4., 6.])", "tensor([4, 6])", 0, "point"),
        ("tensor([4, 6])", "tensor([[4, 6]])", 0, "shape"),
        ("tensor([4, 6])", "tensor([4, 6, 8])", 0, "shape"),
        ("tensor([4, 6])", "[4, 6]", 0, "text"),
        (MATRIX + "a", "tensor([[0.5, 1.], [1.5, 2.]])\nb", 1, "text"),
        ("a\n\nb", "a\nb", 1, "text"),
    ],
)
def test_not_the_same(printed: str, typed: str, line: int, kind: str) -> None:
    found = first_difference(printed, typed)
    assert found is not None
    assert (found.line, found.kind) == (line, kind)


@given(st.text(), st.text(" \t\n", max_size=4))
def test_every_output_is_itself_with_blanks_at_the_end(output: str, blanks: str) -> None:
    assert first_difference(output, output) is None
    assert first_difference(output + "\n", output + "\n" + blanks) is None


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(3, 8))
def test_a_number_may_be_rounded_to_three_figures_or_more(value: float, figures: int) -> None:
    assert first_difference(repr(value), f"{value:.{figures - 1}e}") is None


@given(st.lists(st.integers(-99, 99), min_size=1), st.data())
def test_another_number_is_seen(numbers: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(numbers) - 1))
    other = [*numbers[:place], numbers[place] + data.draw(st.integers(1, 9)), *numbers[place + 1 :]]
    found = first_difference(f"tensor({numbers})", f"tensor({other})")
    assert found is not None
    assert found.kind == "number"


def test_a_tensor_that_is_never_closed_ends_somewhere() -> None:
    assert printed_lines("tensor([1,\n2\n3") == ("tensor([1, 2 3",)
