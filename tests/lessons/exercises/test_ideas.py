"""Other right solutions beside one's own, and when two files are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_exercises import sample

from lessons.exercises.folder import read_solutions, read_wrong
from lessons.exercises.ideas import beside, ideas
from lessons.exercises.same_code import same_code

OWN = """def sgd_step(w, g, lr):
    # my own words
    return w - lr * g
"""


def test_ones_own_idea_is_left_out() -> None:
    (other,) = ideas(sample("complete"), OWN)
    assert other.name == "fused"
    assert other.idea == "`torch.sub` scales what it subtracts, in one call."
    assert other.source.startswith("import torch\n")
    assert [pair.own for pair in other.pairs if pair.own is not None] == OWN.rstrip().split("\n")


def test_another_way_gets_all_of_them_reference_first() -> None:
    own = "def sgd_step(w, g, lr):\n    return w.sub(g, alpha=lr)\n"
    assert [each.name for each in ideas(sample("complete"), own)] == ["reference", "fused"]
    assert [each.name for each in ideas(sample("complete"), "no Python (")] == [
        "reference",
        "fused",
    ]


def test_an_output_is_explained_also_to_who_was_right() -> None:
    (idea,) = ideas(sample("output"), "torch.Size([2, 2])\n")
    assert idea.idea.startswith("dim=0")
    assert idea.pairs[0].side == "both"
    assert idea.source.startswith("torch.Size")


TEXTS = st.lists(st.sampled_from("abcd"), max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_side_by_side(own: str, other: str) -> None:
    pairs = beside(own, other)
    assert [p.own for p in pairs if p.own is not None] == own.rstrip().split("\n")
    assert [p.other for p in pairs if p.other is not None] == other.rstrip().split("\n")
    assert all((pair.side == "both") == (pair.own == pair.other) for pair in pairs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1", "y = 1"),
        ("def f(a: int) -> int:\n    '''Doc.'''\n    return a", "def f(b):\n    return b  # b"),
        ("for i in x:\n    f(i)", "for j in x:\n\n    f((j))"),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert same_code(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 1", "x = 2"),
        ("def f(a): return a", "def g(a): return a"),
        ("f(a=1)", "f(b=1)"),
        ("(", "("),
        ("+".join("1" * 1000), "+".join("1" * 1000)),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert not same_code(one, other)


def test_answers_carry_their_idea_and_tag() -> None:
    assert [answer.name for answer in read_solutions(sample("mend"))] == ["reference", "column"]
    wrong = {answer.name: answer for answer in read_wrong(sample("complete"))}
    assert wrong["uphill"].tag == "gradient-sign"
    assert wrong["uphill"].idea == "The gradient is taken for the direction to walk in."
    assert wrong["fixed_rate"].tag == ""
    typed = {answer.name: answer for answer in read_wrong(sample("output"))}
    assert typed["whole"].tag == "integer-division"
    assert typed["whole"].source.startswith("torch.Size")
