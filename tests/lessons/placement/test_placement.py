"""A few answers find the place; guesses and self-confidence alone find none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_curriculum import write_lesson
from wide_curriculum import number, question, wide_catalog

from lessons.catalog import Catalog, load_catalog
from lessons.placement.items import askable
from lessons.placement.placement import MOST, Placement
from lessons.progress.records import LessonRecord
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson

Knows = Callable[[str], bool]


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    root = tmp_path_factory.mktemp("curriculum")
    write_lesson(root)
    return load_catalog(root).lessons[0]


def taken(catalog: Catalog, knows: Knows, confidence: int = 4) -> Placement:
    """Answer rightly where the lesson is known, and say so elsewhere."""
    placement = Placement.begin(catalog, {})
    while (asked := placement.question()) is not None:
        right = knows(asked.lesson)
        placement = placement.after(asked, right=right, confidence=confidence if right else None)
    return placement


def test_a_beginner_is_asked_little_and_starts_at_the_beginning(like: Lesson) -> None:
    small = wide_catalog(like, units=1, lessons=5)
    placed = taken(small, lambda _: False).outcome()
    assert (placed.start, placed.known, placed.right) == ("unit0/l0", (), 0)
    assert placed.asked == 1  # everything rests on what was missed
    wide = taken(wide_catalog(like), lambda _: False).outcome()
    assert (wide.start, wide.known) == ("unit0/l0", ())
    assert wide.asked <= 6


def test_an_expert_is_done_quickly(like: Lesson) -> None:
    wide = taken(wide_catalog(like), lambda _: True).outcome()
    assert (wide.start, len(wide.known)) == (None, 200)
    assert wide.asked <= 6
    small = taken(wide_catalog(like, units=1, lessons=5), lambda _: True).outcome()
    assert (small.start, len(small.known), small.asked) == (None, 5, 5)


@settings(max_examples=12, deadline=None)
@given(frontier=st.integers(0, 200))
def test_among_many_lessons_the_place_is_found_nearly(like: Lesson, frontier: int) -> None:
    catalog = wide_catalog(like)
    order = Placement.begin(catalog, {}).graph.order()
    known = set(order[:frontier])
    placement = taken(catalog, known.__contains__)
    placed = placement.outcome()
    assert placed.asked <= MOST
    assert set(placed.known) <= known
    assert frontier - len(placed.known) <= 8
    assert placed.start is None or placed.start not in placed.known


def test_a_right_guess_is_asked_again_and_a_second_right_one_counts(like: Lesson) -> None:
    catalog = wide_catalog(like, units=1, lessons=2)
    placement = Placement.begin(catalog, {})
    first = placement.question()
    assert first is not None
    placement = placement.after(first, right=True, confidence=1)
    assert placement.outcome().known == ()
    second = placement.question()
    assert second is not None
    assert second.lesson == first.lesson
    assert second.question.id != first.question.id
    sure = placement.after(second, right=True, confidence=2)
    assert sure.outcome().known == ("unit0/l0",)
    wrong = placement.after(second, right=False, confidence=4)
    assert wrong.outcome().known == ()
    assert wrong.question() is None


def test_being_certain_and_wrong_is_no_mastery(like: Lesson) -> None:
    placement = Placement.begin(wide_catalog(like, units=1, lessons=3), {})
    while (asked := placement.question()) is not None:
        placement = placement.after(asked, right=False, confidence=4)
    assert placement.outcome().known == ()


def test_few_lessons_are_asked_past_a_miss_where_they_do_not_rest_on_it(like: Lesson) -> None:
    catalog = wide_catalog(like, units=1, lessons=6)
    placed = taken(catalog, lambda lesson: lesson != "unit0/l2").outcome()
    assert placed.known == ("unit0/l0", "unit0/l1", "unit0/l5")
    assert placed.start == "unit0/l2"


def test_what_is_done_is_not_asked_and_what_was_known_is(like: Lesson) -> None:
    catalog = wide_catalog(like, units=1, lessons=3)
    records = {
        "unit0/l0": LessonRecord(lesson="unit0/l0", status="done"),
        "unit0/l1": LessonRecord(lesson="unit0/l1", status="known", known=True),
    }
    placement = Placement.begin(catalog, records)
    asked = placement.question()
    assert asked is not None
    assert asked.lesson == "unit0/l1"
    assert placement.outcome().start == "unit0/l1"
    done = {one.id: LessonRecord(lesson=one.id, status="done") for one in catalog.lessons}
    assert Placement.begin(catalog, done).question() is None


def test_questions_for_reviews_come_first_and_numbers_last(like: Lesson) -> None:
    lesson = replace(like, blocks=(number("n"), question("q")), reviews=(question("r"),))
    assert [quiz.id for quiz in askable(lesson)] == ["r", "q", "n"]
    assert askable(replace(like, blocks=(), reviews=())) == ()


def test_known_is_a_state_of_its_own_and_can_be_taken_back(tmp_path: Path) -> None:
    store = ProgressStore.open(tmp_path)
    store.record_known(["a/b", "c/d"], "placement")
    assert {one.lesson: one.status for one in store.all()} == {"a/b": "known", "c/d": "known"}
    assert store.last_lesson() is None
    store.record_known(["a/b"], "")
    assert store.lesson("a/b") == LessonRecord(lesson="a/b")
    store.record_position("c/d", "prose-1")
    assert (store.lesson("c/d").status, store.lesson("c/d").known) == ("started", True)
    store.reset_lesson("c/d")
    assert store.lesson("c/d").status == "new"
    store.close()
