"""Every form of question: no input crashes, and what is right is right however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.errors import BadValue
from lessons.questions.forms import (
    Choice,
    Choices,
    Curves,
    Form,
    Mark,
    Match,
    Number,
    Order,
    Pair,
    Slip,
    Stretch,
    UnitFactor,
    WrongNumber,
)
from lessons.questions.grading import answerable, grade
from lessons.questions.numbers import read_answer
from lessons.questions.shuffling import presented
from lessons.questions.written import read_places, write_places
from lessons.schema import Quiz

SEVERAL = Choices(
    several=True,
    choices=(
        Choice(text="a", why="a fits.", right=True),
        Choice(text="b", why="b does not.", tag="takes-b"),
        Choice(text="c", why="c fits.", right=True),
        Choice(text="d", why="d does not."),
    ),
)
ORDER = Order(
    entries=("forward", "loss", "zero", "backward", "step"),
    why="So.",
    also=((3, 1, 2, 4, 5), (1, 3, 2, 4, 5)),
    slips=(Slip(one=4, other=5, why="step() uses what backward() writes.", tag="order"),),
)
MATCH = Match(
    pairs=(
        Pair(left="start", right="warm up"),
        Pair(left="scatter", right="decay"),
        Pair(left="end", right="decay"),
    ),
    extra=("more rate",),
    why="Each repairs one thing.",
    slips=(Slip(one=2, other=3, why="That scatters further.", tag="plateau"),),
)
CURVES = Curves(
    scenarios=("slow", "fast"),
    labels=("small steps", "large steps"),
    why="The steeper one is fast.",
    slips=(Slip(one=1, other=2, why="The other way round.", tag="slow-is-fast"),),
)
MARK = Mark(scenario="slow", answer="lab:half", why="There it is.", tolerance=2)
TIME = Number(
    answer=500.0,
    relative=0.01,
    unit="ms",
    why="Half a second.",
    wrong=(WrongNumber(value=5.0, why="A hundredth of it.", tag="hundredth"),),
)
SHARE = Number(answer=50.0, tolerance=0.5, unit="%", why="Half.")
FORMS: tuple[Form, ...] = (SEVERAL, ORDER, MATCH, CURVES, MARK, TIME, SHARE)
TRUTH = Stretch(first=40, last=50)


def asked(form: Form) -> Quiz:
    return Quiz(id="q", ask="?", form=form)


@given(st.sampled_from(FORMS), st.text(max_size=30) | st.from_regex(r"[0-9 ,;%.\-]{0,12}"))
def test_whatever_is_typed_is_graded_or_explained(form: Form, text: str) -> None:
    try:
        graded = grade(asked(form), text, TRUTH)
    except BadValue as error:
        assert error.reason and error.next_step  # noqa: PT017, PT018 - it need not be raised
        with pytest.raises(BadValue):
            answerable(asked(form), text)
    else:
        assert graded.why
        answerable(asked(form), text)


@given(st.permutations([1, 3]), st.sampled_from([",", " ", ", ", ""]))
def test_a_set_is_right_in_any_order_and_form(numbers: list[int], between: str) -> None:
    assert grade(asked(SEVERAL), between.join(map(str, numbers))).right


@given(st.sets(st.integers(1, 4), min_size=1))
def test_no_other_set_is_right(numbers: set[int]) -> None:
    graded = grade(asked(SEVERAL), write_places(tuple(numbers)))
    assert graded.right == (numbers == {1, 3})
    assert "c fits" not in graded.why  # what is missing is not given away


def test_a_part_of_the_set_says_that_something_is_missing() -> None:
    assert "not everything" in grade(asked(SEVERAL), "1").why
    both = grade(asked(SEVERAL), "1,2")
    assert both.why == "Something else is still missing. One of them does not fit. b does not."
    assert both.tag == "takes-b"


@given(st.permutations(range(1, 6)))
def test_an_order_is_right_where_the_author_says_so(order: list[int]) -> None:
    graded = grade(asked(ORDER), write_places(tuple(order)))
    right = tuple(order) in ((1, 2, 3, 4, 5), *ORDER.also)
    assert graded.right == right
    if not right and order.index(4) > order.index(5):
        assert graded.tag == "order"


@pytest.mark.parametrize(
    ("order", "words"),
    [("2,1,3,4,5", "Something else comes first"), ("1,2,4,5,3", "first 2 are right")],
)
def test_a_wrong_order_says_how_far_it_is_right(order: str, words: str) -> None:
    assert words in grade(asked(ORDER), order).why


@pytest.mark.parametrize("given_", ["1,2,3", "1,1,2,3,4", "1,2,3,4,6", "", "a,b,c,d,e"])
def test_an_order_names_everything_once(given_: str) -> None:
    with pytest.raises(BadValue):
        grade(asked(ORDER), given_)


@given(st.tuples(*[st.integers(1, 3)] * 3))
def test_only_the_pairs_that_belong_are_right(chosen: tuple[int, ...]) -> None:
    assert MATCH.rights == ("warm up", "decay", "more rate")
    graded = grade(asked(MATCH), write_places(chosen))
    assert graded.right == (chosen == (1, 2, 2))
    if chosen[1] == 3:
        assert graded.tag == "plateau"


def test_pairs_say_how_many_fit_and_not_which() -> None:
    assert grade(asked(MATCH), "1,1,2").why == "2 of the 3 pairs fit so far."
    assert grade(asked(MATCH), "2,1,1").why == "None of the 3 pairs fit so far."


def test_curves_are_counted_as_the_scenarios_are() -> None:
    assert grade(asked(CURVES), "1,2").right
    assert grade(asked(CURVES), "2,1").tag == "slow-is-fast"


@given(st.integers(-10, 100))
def test_a_step_is_right_within_the_tolerance(step: int) -> None:
    graded = grade(asked(MARK), str(step), TRUTH)
    assert graded.right == (38 <= step <= 52)
    if not graded.right:
        assert ("early" if step < 38 else "late") in graded.why


def test_without_a_run_no_step_can_be_judged() -> None:
    with pytest.raises(BadValue, match="no run"):
        grade(asked(MARK), "40")


@pytest.mark.parametrize(
    "typed", ["500", "500 ms", "0.5 s", ".5s", "0.5 seconds", "1/2 s", "5e5 us"]
)
def test_a_time_is_right_in_any_unit(typed: str) -> None:
    assert grade(asked(TIME), typed).right
    assert grade(asked(TIME), "5 ms").tag == "hundredth"


@given(st.floats(0.1, 1e6), st.sampled_from([("ms", 1.0), ("s", 1e3), ("µs", 1e-3), ("min", 6e4)]))
def test_units_are_turned_into_that_of_the_question(value: float, unit: tuple[str, float]) -> None:
    name, worth = unit
    assert read_answer(f"{value!r} {name}", TIME) == pytest.approx(value * worth)


def test_a_share_or_per_cent_is_asked_about() -> None:
    assert grade(asked(SHARE), "50").right
    assert grade(asked(SHARE), "50 per cent").right
    assert not grade(asked(SHARE), "0.5 %").right
    with pytest.raises(BadValue, match="share, or per cent"):
        grade(asked(SHARE), "0.5")
    plain = Number(answer=0.5, tolerance=0.01, why="Half.")
    assert grade(asked(plain), "50 %").right


def test_an_author_may_name_further_units() -> None:
    steps = Number(
        answer=340,
        tolerance=0,
        unit="steps",
        why=".",
        units=(UnitFactor(unit="epochs", factor=34),),
    )
    assert grade(asked(steps), "10 epochs").right
    assert grade(asked(steps), "340 step").right
    assert grade(asked(steps), "9 epochs").why == "306 steps: that is too small."


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_places_read_back_as_they_were_written(places: list[int]) -> None:
    assert read_places(write_places(tuple(places)), 9) == tuple(places)


@given(st.sampled_from([SEVERAL, ORDER, MATCH, CURVES]), st.integers(0, 50))
def test_what_is_shown_is_all_of_it_in_an_order_that_a_try_decides(form: Form, tries: int) -> None:
    order = presented(asked(form), tries)
    assert sorted(order) == list(range(1, len(order) + 1))
    assert order == presented(asked(form), tries)
    if isinstance(form, Order):
        assert not grade(asked(form), write_places(order)).right


def test_where_the_order_says_something_it_is_kept() -> None:
    kept = Choices(shuffle=False, choices=SEVERAL.choices, several=True)
    assert presented(asked(kept), 3) == (1, 2, 3, 4)
    assert len({presented(asked(SEVERAL), tries) for tries in range(20)}) > 1
