"""Answers are judged by what they mean, with the reason written for them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.errors import BadValue
from lessons.questions.forms import Choice, Choices, Number, WrongNumber
from lessons.questions.grading import grade
from lessons.questions.numbers import read_number
from lessons.schema import Quiz

NUMERIC = Quiz(
    id="velocity",
    ask="Where does it settle?",
    form=Number(
        answer=10.0,
        tolerance=0.01,
        why="1 / (1 − 0.9).",
        unit="steps",
        wrong=(WrongNumber(value=9.0, why="One step short.", tag="geometric-series"),),
    ),
)
CHOICES = Quiz(
    id="keeps",
    ask="What does it keep?",
    form=Choices(
        choices=(
            Choice(text="its step", why="Yes.", right=True),
            Choice(text="the loss", why="It never looks at it.", tag="loss-memory"),
        )
    ),
)


@pytest.mark.parametrize(
    "given", ["10", " 10.0 ", "1e1", "10 steps", "10Steps", "+10", "10.01", "9.99", "20/2", "1_0"]
)
def test_right_numbers_are_right_however_they_are_typed(given: str) -> None:
    graded = grade(NUMERIC, given)
    assert graded.right
    assert graded.why == "1 / (1 − 0.9)."


def test_a_foreseen_wrong_number_has_its_own_reason() -> None:
    graded = grade(NUMERIC, "9")
    assert (graded.right, graded.why, graded.tag) == (False, "One step short.", "geometric-series")


@pytest.mark.parametrize(("given", "side"), [("8", "small"), ("-3", "small"), ("1e300", "large")])
def test_any_other_number_is_too_small_or_too_large(given: str, side: str) -> None:
    graded = grade(NUMERIC, given)
    assert not graded.right
    assert side in graded.why
    assert graded.tag == ""


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "ten",
        "nan",
        "inf",
        "-inf",
        "1e999",
        "1,5",
        "10,000",
        "10 apples",
        "1/0",
        "1/2/3",
        "0x10",
        "--1",
        "1" * 5000,
        "1e",
        "steps",
        "💥",
        "1\n2",
    ],
)
def test_what_is_no_number_is_no_answer(given: str) -> None:
    with pytest.raises(BadValue) as caught:
        grade(NUMERIC, given)
    assert caught.value.next_step
    assert len(str(caught.value)) < 300


def test_a_comma_is_asked_about() -> None:
    with pytest.raises(BadValue, match="two things"):
        read_number("1,5")


def test_minus_signs_of_text_are_understood() -> None:
    assert read_number("−0.25") == -0.25
    assert read_number("-1/4") == -0.25


def test_choices_are_chosen_by_number() -> None:
    assert grade(CHOICES, "1").right
    graded = grade(CHOICES, " 2 ")
    assert (graded.right, graded.why, graded.tag) == (False, "It never looks at it.", "loss-memory")


@pytest.mark.parametrize("given", ["0", "3", "-1", "", "one", "1.0", "²", "9" * 5000])
def test_there_are_no_other_choices(given: str) -> None:
    with pytest.raises(BadValue, match="1 to 2"):
        grade(CHOICES, given)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_graded_or_explained(text: str) -> None:
    try:
        number = read_number(text, "%")
    except BadValue as error:
        number = float(bool(error.next_step))
    assert math.isfinite(number)


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["{!r}", "{:.17g}", "{} %"])
)
def test_every_finite_number_reads_back_exactly(number: float, form: str) -> None:
    assert read_number(form.format(number), "%") == number


@given(st.floats(-1e6, 1e6), st.floats(0, 100))
def test_the_edge_of_the_tolerance_counts_as_right(answer: float, tolerance: float) -> None:
    quiz = Quiz(id="q", ask="?", form=Number(answer=answer, tolerance=tolerance, why="."))
    assert grade(quiz, repr(answer + tolerance)).right
    assert grade(quiz, repr(answer)).right
    assert not grade(quiz, repr(answer + 2 * tolerance + abs(answer) / 100 + 0.01)).right
