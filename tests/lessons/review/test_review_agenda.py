"""What is asked today, in which order, and for how long."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_samples import LONG_AGO, NOON, Hands, item, known

from lessons.review.agenda import FULL, NEW_A_DAY, agenda
from lessons.review.item import Item
from lessons.review.mixing import mixed
from lessons.review.rating import GOOD
from lessons.review.schedule import put_off, rated
from lessons.review.sitting import LONGEST, Sitting
from lessons.review.standing import NEW, Standings

LESSONS = st.sampled_from(["a/one", "a/two", "b/one", "b/two", "c/one"])


def numbered(lessons: list[str]) -> list[Item]:
    return [item(str(place), lesson) for place, lesson in enumerate(lessons)]


def repeated(order: tuple[Item, ...]) -> int:
    return sum(one.lesson == other.lesson for one, other in pairwise(order))


@given(st.lists(LESSONS, max_size=14))
def test_mixing_keeps_every_item_and_repeats_a_lesson_only_where_it_must(
    lessons: list[str],
) -> None:
    items = numbered(lessons)
    order = mixed(items)
    assert sorted(one.id for one in order) == sorted(one.id for one in items)
    most = max((lessons.count(lesson) for lesson in lessons), default=0)
    assert repeated(order) == max(0, 2 * most - len(lessons) - 1)
    assert mixed(items) == order


@given(st.lists(LESSONS, min_size=1, max_size=10), LESSONS)
def test_mixing_minds_what_was_asked_just_before(lessons: list[str], before: str) -> None:
    order = mixed(numbered(lessons), after=item("before", before))
    others = [lesson for lesson in lessons if lesson != before]
    if len(others) * 2 >= len(lessons):
        assert order[0].lesson != before


def test_units_change_where_they_can() -> None:
    order = mixed(numbered(["a/one", "a/two", "b/one", "b/two"]))
    assert all(one.unit != other.unit for one, other in pairwise(order))


def test_nothing_is_asked_on_the_day_it_was_met() -> None:
    hands = Hands()
    one = item(met=NOON - timedelta(hours=1))
    found = agenda([one], Standings(), hands.clock)
    assert found.due == ()
    assert found.next_day == hands.clock.today() + timedelta(days=1)
    hands.go_on(1)
    assert agenda([one], Standings(), hands.clock).due == (one,)


def test_a_few_new_items_enter_a_day_and_kinds_take_turns() -> None:
    hands = Hands()
    items = [item(f"q{n}") for n in range(9)] + [item("r", kind="run")]
    items.append(item("m", kind="misconception"))
    found = agenda(items, Standings(), hands.clock)
    assert len(found.due) == NEW_A_DAY
    assert {one.kind for one in found.due} == {"question", "run", "misconception"}
    rest = known(*((one, rated(NEW, GOOD, NOON, answer="1", right=True)) for one in found.due))
    later = agenda(items, rest, hands.clock)
    assert later.due == ()
    assert later.next_day == hands.clock.today() + timedelta(days=1)


def test_the_most_overdue_comes_first_and_a_month_away_is_no_avalanche() -> None:
    hands = Hands()
    items = [item(f"{n:02}") for n in range(40)]
    kept = [
        (one, rated(NEW, GOOD, NOON - timedelta(days=30 + n), answer="1", right=True))
        for n, one in enumerate(items)
    ]
    fresh = [item(f"new{n}") for n in range(5)]
    found = agenda([*items, *fresh], known(*kept), hands.clock)
    assert [one.id for one in found.due] == [f"{n:02}" for n in reversed(range(40))]
    assert len(found.due) > FULL


def test_what_was_put_off_is_not_asked_today() -> None:
    hands, one = Hands(), item()
    off = known((one, put_off(NEW, hands.clock.tomorrow())))
    found = agenda([one], off, hands.clock)
    assert found.due == ()
    assert found.next_day == hands.clock.today() + timedelta(days=1)
    hands.go_on(1)
    assert agenda([one], off, hands.clock).due == (one,)


def test_without_items_there_is_no_next_day() -> None:
    found = agenda([], Standings(), Hands().clock)
    assert (found.due, found.next_day, found.items) == ((), None, 0)


def test_a_sitting_ends_by_time_and_asks_wrong_ones_again() -> None:
    items = numbered(["a/one", "b/one", "c/one", "d/one"])
    sitting = Sitting(items, minutes=1)
    sitting.answer(False, 30)
    sitting.answer(True, 31)
    assert sitting.turn is not None
    assert (sitting.turn.item, sitting.turn.again) == (items[0], True)
    sitting.answer(False, 5)
    assert sitting.turn is None
    assert sitting.unasked == 2
    assert [result.right for result in sitting.results] == [False, True, False]


def test_who_was_called_away_is_not_hurried() -> None:
    sitting = Sitting(numbered(["a/one", "b/one"]), minutes=2)
    sitting.answer(True, 3600)
    assert sitting.seconds_left == 120 - LONGEST
    assert sitting.turn is not None


@given(st.lists(st.sampled_from(["right", "wrong", "off"]), max_size=8))
def test_undoing_everything_leads_back_to_the_beginning(did: list[str]) -> None:
    sitting = Sitting(numbered(["a/one", "b/one", "c/one"]))
    turns = []
    for what in did:
        if sitting.turn is None:
            break
        turns.append(sitting.turn)
        if what == "off":
            sitting.put_off(3.0)
        else:
            sitting.answer(what == "right", 3.0)
    for turn in reversed(turns):
        assert sitting.undo() == turn
        assert sitting.turn == turn
    assert sitting.results == ()
    with pytest.raises(IndexError):
        sitting.undo()


def test_items_met_by_a_clock_that_was_ahead_are_asked() -> None:
    ahead = item(met=NOON + timedelta(days=900))
    assert agenda([ahead], Standings(), Hands().clock).due == (ahead,)
    assert agenda([ahead], Standings(), Hands(LONG_AGO).clock).due == (ahead,)
