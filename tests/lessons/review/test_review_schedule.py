"""When items come again: what answers are worth, and what a schedule makes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_samples import EAST, NOON, Hands, item, known, reviewed

from lessons.progress.records import Reviewed
from lessons.review.agenda import FULL, NEW_A_DAY, agenda
from lessons.review.clock import Clock
from lessons.review.rating import AGAIN, EASY, GOOD, HARD, Rating, rating_of
from lessons.review.schedule import LONGEST, put_off, rated, taken_back
from lessons.review.standing import NEW, Standing, Standings

RATINGS = st.sampled_from((AGAIN, HARD, GOOD, EASY))
GAPS = st.floats(min_value=-40.0, max_value=400.0, allow_nan=False)


def after(standing: Standing, rating: Rating, hands: Hands) -> Standing:
    kept = rated(standing, rating, hands.now, answer="1", right=rating > AGAIN)
    return standing.after(kept)


@pytest.mark.parametrize(
    ("right", "confidence", "again", "rating"),
    [
        (False, 4, False, AGAIN),
        (False, None, True, AGAIN),
        (True, 1, False, HARD),
        (True, 2, False, HARD),
        (True, 3, False, GOOD),
        (True, None, False, GOOD),
        (True, 4, False, EASY),
        (True, 4, True, HARD),
    ],
)
def test_a_rating_comes_from_the_answer_and_how_sure_it_was(
    right: bool, confidence: int | None, again: bool, rating: Rating
) -> None:
    assert rating_of(right, confidence, again=again) == rating


@given(st.lists(st.tuples(GAPS, RATINGS), min_size=1, max_size=12))
def test_whatever_was_answered_and_whenever_it_is_due_on_a_later_day(
    steps: list[tuple[float, Rating]],
) -> None:
    hands, standing = Hands(), NEW
    for gap, rating in steps:
        hands.go_on(gap)
        standing = after(standing, rating, hands)
        assert standing.due is not None
        assert timedelta(days=1) <= standing.due - hands.now <= timedelta(days=LONGEST)


@given(st.lists(RATINGS, max_size=6), st.floats(min_value=0.0, max_value=90.0))
def test_who_knows_better_waits_longer(before: list[Rating], gap: float) -> None:
    hands, standing = Hands(), NEW
    for rating in before:
        standing = after(standing, rating, hands)
        hands.go_on(3)
    hands.go_on(gap)
    due = [after(standing, rating, hands).due for rating in (AGAIN, HARD, GOOD, EASY)]
    assert due == sorted(due, key=lambda one: one or NOON)


def test_good_answers_on_their_day_wait_longer_each_time() -> None:
    hands, standing, waits = Hands(), NEW, list[timedelta]()
    for _ in range(5):
        standing = after(standing, GOOD, hands)
        assert standing.due is not None
        waits.append(standing.due - hands.now)
        hands.now = standing.due
    assert waits == sorted(set(waits))


def test_the_same_answers_give_the_same_days() -> None:
    cards = []
    for _ in range(2):
        hands, standing = Hands(), NEW
        for rating in (GOOD, AGAIN, HARD, EASY):
            standing = after(standing, rating, hands)
            hands.go_on(5)
        cards.append(standing)
    assert cards[0] == cards[1]


@given(RATINGS, RATINGS)
def test_taking_back_and_putting_off_leave_what_is_known(first: Rating, second: Rating) -> None:
    hands = Hands()
    before = after(NEW, first, hands)
    hands.go_on(4)
    mistaken = after(before, second, hands)
    back = mistaken.after(taken_back(before, hands.now))
    assert (back.card, back.due, back.first) == (before.card, before.due, before.first)
    later = before.after(put_off(before, hands.clock.tomorrow()))
    assert (later.card, later.last) == (before.card, before.last)
    assert later.due_day(hands.clock) == hands.clock.day(hands.now) + timedelta(days=1)


def test_a_first_rating_that_is_taken_back_leaves_the_item_new() -> None:
    hands = Hands()
    back = after(NEW, GOOD, hands).after(taken_back(NEW, hands.now))
    assert back.new
    assert back.due_day(hands.clock) == hands.clock.today()


def test_days_are_those_of_the_learner() -> None:
    late = NOON.replace(hour=23)
    assert Clock(lambda: late, EAST).day(late) > Clock(lambda: late, NOON.tzinfo).day(late)
    tomorrow = Clock(lambda: late, EAST).tomorrow()
    assert tomorrow.astimezone(EAST).hour == 0
    assert late < tomorrow <= late + timedelta(days=1)


@pytest.mark.parametrize("card", ["", "{", "null", "[]", '{"last_review": 3}', '{"state": 9}'])
def test_a_damaged_card_is_as_good_as_none(card: str) -> None:
    kept = Reviewed(rating=GOOD, answer="1", right=True, card=card, due="nonsense")
    standing = NEW.after(kept)
    assert standing.new
    assert after(standing, GOOD, Hands()).due is not None


def test_a_card_of_another_program_begins_anew() -> None:
    card = '{"last_review": "2026-03-01T12:00:00+00:00", "card_id": 1}'
    kept = Reviewed(rating=GOOD, answer="1", right=True, card=card, due=NOON.isoformat())
    assert after(NEW.after(kept), GOOD, Hands()).due is not None


@pytest.mark.parametrize("ahead", [3.0, 3650.0])
def test_a_clock_that_was_ahead_does_not_hide_items(ahead: float) -> None:
    one, hands = item(), Hands(NOON + timedelta(days=ahead))
    kept = rated(NEW, EASY, hands.now, answer="1", right=True)
    hands.now = NOON
    found = agenda([one], known((one, kept)), hands.clock)
    assert found.due == (one,)
    again = after(known((one, kept)).of(one.key), GOOD, hands)
    assert again.due is not None
    assert again.due > NOON


def test_of_several_entries_the_latest_in_the_file_holds() -> None:
    one = item()
    early = rated(NEW, EASY, NOON + timedelta(days=9), answer="1", right=True)
    late = rated(NEW, GOOD, NOON, answer="1", right=True)
    standings = Standings([reviewed(one, early), reviewed(one, late)])
    assert standings.of(one.key).last == NOON


@given(
    st.lists(
        st.tuples(st.integers(0, 7), GAPS, st.one_of(RATINGS, st.sampled_from(("off", "back")))),
        max_size=25,
    )
)
def test_no_item_is_ever_lost(steps: list[tuple[int, float, Rating | str]]) -> None:
    items = [item(str(place), f"unit/{place % 3}") for place in range(8)]
    hands, standings = Hands(), Standings()
    for place, gap, what in steps:
        hands.go_on(gap)
        standing = standings.of(items[place].key)
        if what == "off":
            kept = put_off(standing, hands.clock.tomorrow())
        elif what == "back":
            kept = taken_back(standing, hands.now)
        else:
            kept = rated(standing, what, hands.now, answer="1", right=True)  # type: ignore[arg-type]
        standings.take(items[place].key, kept)
    hands.go_on(LONGEST + 41)
    seen: set[str] = set()
    for _ in range(3):  # new ones enter a few a day
        for one in agenda(items, standings, hands.clock).due:
            seen.add(one.id)
            standing = standings.of(one.key)
            kept = rated(standing, GOOD, hands.now, answer="1", right=True)
            standings.take(one.key, kept)
        hands.go_on(1)
    assert seen == {one.id for one in items}


def test_sixty_days_of_reviews_stay_bounded() -> None:
    """Six questions are met a day for a month; a fifth of all answers is wrong."""
    hands, standings = Hands(), Standings()
    items, loads = [], []
    for day in range(60):
        if day < 30:
            met = hands.now
            items += [item(f"{day}.{n}", f"unit/{day % 5}", met=met) for n in range(6)]
        hands.go_on(1)
        found = agenda(items, standings, hands.clock)
        loads.append(len(found.due))
        for place, one in enumerate(found.due[:FULL]):
            rating = AGAIN if (day + place) % 5 == 0 else GOOD
            kept = rated(standings.of(one.key), rating, hands.now, answer="1", right=rating > 1)
            standings.take(one.key, kept)
    begun = sum(not standings.of(one.key).new for one in items)
    assert begun > 60
    assert max(loads) <= 2 * FULL
    assert loads[0] == NEW_A_DAY
