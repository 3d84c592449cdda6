"""Predictions in a placement: asked first, never waited for, and good for a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_curriculum import write_lesson
from wide_curriculum import wide_catalog

from lessons.catalog import Catalog, load_catalog
from lessons.placement.items import Asked, foretellable
from lessons.placement.placement import MOST, PREDICTIONS, Placement
from lessons.progress.records import LessonRecord, PredictionGiven
from lessons.schema import Lesson, Option, Predict, Unit

Knows = Callable[[str], bool]


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    root = tmp_path_factory.mktemp("curriculum")
    write_lesson(root)
    return load_catalog(root).lessons[0]


def prediction(name: str, placement: str = "Which ends lower?") -> Predict:
    options = (Option(key="slow", text="slow"), Option(key="fast", text="fast"))
    return Predict(
        id=name,
        ask="Which?",
        options=options,
        answer="lab:which",
        scenarios=("plain",),
        placement=placement,
        placement_options=options if placement else (),
    )


def foretelling(catalog: Catalog, *, each: int = 2) -> Catalog:
    """The same lessons, each with so many predictions."""
    made = tuple(prediction(f"p{number}") for number in range(each))
    return replace(
        catalog,
        units=tuple(
            replace(
                unit,
                lessons=tuple(replace(one, blocks=(*made, *one.blocks)) for one in unit.lessons),
            )
            for unit in catalog.units
        ),
    )


def apart(like: Lesson, count: int = 5) -> Catalog:
    """Lessons that do not rest on each other."""
    lessons = wide_catalog(like, units=1, lessons=count).lessons
    loose = tuple(replace(one, requires=()) for one in lessons)
    return foretelling(Catalog(units=(Unit(id="u", title="U", aim="", lessons=loose),)))


def is_prediction(asked: Asked | None) -> bool:
    return asked is not None and isinstance(asked.question, Predict)


def asked_of(placement: Placement) -> Asked:
    asked = placement.question()
    assert asked is not None
    return asked


def taken(placement: Placement, knows: Knows, *, late: int = 1) -> Placement:
    """Answer surely what is known and wrongly what is not; verdicts come so many answers late."""
    pending: list[Asked] = []
    while True:
        if len(pending) > late or (pending and placement.question() is None):
            asked = pending.pop(0)
            placement = placement.settled(asked, right=knows(asked.lesson))
        elif (following := placement.question()) is None:
            return placement
        elif is_prediction(following):
            pending.append(following)
            placement = placement.after(following, right=None, confidence=4)
        else:
            right = knows(following.lesson)
            placement = placement.after(following, right=right, confidence=4)


def test_predictions_come_first_one_a_lesson_and_nobody_waits_for_them(like: Lesson) -> None:
    placement = Placement.begin(apart(like), {})
    asked = []
    for _ in range(5):
        asked.append(asked_of(placement))
        placement = placement.after(asked[-1], right=None, confidence=1)
    assert all(map(is_prediction, asked))
    assert [one.lesson for one in asked] == [f"unit0/l{n}" for n in range(5)]
    assert len(asked) == PREDICTIONS
    # A guess has to be asked again whatever its runs say, so that is not waited for either.
    assert not placement.waits
    assert not is_prediction(placement.question())
    assert placement.outcome().known == ()


def test_where_only_runs_can_tell_they_are_waited_for(like: Lesson) -> None:
    placement = Placement.begin(foretelling(wide_catalog(like, units=1, lessons=1)), {})
    asked = asked_of(placement)
    placement = placement.after(asked, right=None, confidence=3)
    assert placement.question() is None
    assert placement.waits
    assert placement.outcome().known == ()
    right = placement.settled(asked, right=True)
    assert (right.question(), right.waits) == (None, False)
    assert right.outcome().known == ("unit0/l0",)


def test_a_missed_prediction_can_be_made_good_by_two_right_answers(like: Lesson) -> None:
    placement = Placement.begin(foretelling(wide_catalog(like, units=1, lessons=1), each=1), {})
    missed = asked_of(placement)
    placement = placement.after(missed, right=None, confidence=4).settled(missed, right=False)
    once = placement.after(asked_of(placement), right=True, confidence=4)
    assert once.outcome().known == ()
    assert once.after(asked_of(once), right=True, confidence=4).outcome().known == ("unit0/l0",)
    wrong = once.after(asked_of(once), right=False, confidence=4)
    assert (wrong.outcome().known, wrong.question()) == ((), None)


def test_two_unsure_predictions_that_come_true_count_and_two_that_do_not_end_it(
    like: Lesson,
) -> None:
    placement = Placement.begin(foretelling(wide_catalog(like, units=1, lessons=1)), {})
    for right, known in ((True, ("unit0/l0",)), (False, ())):
        state = placement
        for _ in range(2):
            asked = asked_of(state)
            assert is_prediction(asked)
            state = state.after(asked, right=None, confidence=2).settled(asked, right=right)
        assert (state.outcome().known, state.question()) == (known, None)


def test_not_knowing_a_prediction_is_an_answer(like: Lesson) -> None:
    placement = Placement.begin(foretelling(wide_catalog(like, units=1, lessons=5)), {})
    placement = placement.after(asked_of(placement), right=False, confidence=None)
    assert (placement.question(), placement.outcome().start) == (None, "unit0/l0")


def test_without_a_trainer_it_goes_on_with_questions(like: Lesson) -> None:
    placement = Placement.begin(apart(like), {})
    first, second = asked_of(placement), None
    placement = placement.after(first, right=None, confidence=4)
    second = asked_of(placement)
    placement = placement.after(second, right=None, confidence=4).unsettled(first)
    placement = placement.unsettled(second)
    assert not placement.waits
    seen = []
    while (asked := placement.question()) is not None:
        seen.append(asked)
        placement = placement.after(asked, right=True, confidence=4)
    assert not any(map(is_prediction, seen))
    assert [one.lesson for one in seen] == [f"unit0/l{n}" for n in range(5)]
    assert placement.outcome().start is None
    assert placement.outcome().asked == 5
    none = Placement.begin(apart(like), {}, foretelling=False)
    assert not is_prediction(none.question())


def test_a_beginner_is_asked_little(like: Lesson) -> None:
    catalog = foretelling(wide_catalog(like, units=1, lessons=5))
    placed = taken(Placement.begin(catalog, {}), lambda _: False).outcome()
    assert (placed.start, placed.known) == ("unit0/l0", ())
    assert placed.asked <= 6


@pytest.fixture(scope="module")
def wide(like: Lesson) -> Placement:
    """Many lessons, before the first question."""
    return Placement.begin(foretelling(wide_catalog(like), each=1), {})


@settings(max_examples=20, deadline=None)
@given(frontier=st.integers(0, 200), late=st.integers(0, 3))
def test_among_many_lessons_the_place_is_found_nearly(
    wide: Placement, frontier: int, late: int
) -> None:
    known = set(wide.graph.order()[:frontier])
    placement = taken(wide, known.__contains__, late=late)
    assert len(placement.given) <= MOST
    assert set(placement.outcome().known) <= known


@given(
    answers=st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.booleans()), max_size=40),
    lessons=st.integers(1, 12),
)
def test_however_it_goes_it_ends_and_nobody_is_placed_by_confidence(
    like: Lesson, answers: list[tuple[bool, int, bool]], lessons: int
) -> None:
    catalog = foretelling(wide_catalog(like, units=1, lessons=lessons))
    placement = Placement.begin(catalog, {})
    pending: list[Asked] = []
    for right, confidence, settle in answers:
        if pending and settle:
            placement = placement.settled(pending.pop(), right=right)
        asked = placement.question()
        if asked is None:
            continue
        foretold = is_prediction(asked) and confidence > 0
        decided = None if foretold else right and confidence > 0
        placement = placement.after(asked, right=decided, confidence=confidence or None)
        if foretold:
            pending.append(asked)
    given_ones = [(one.lesson, one.item) for one in placement.given]
    assert len(given_ones) == len(set(given_ones)) <= MOST
    assert sum(one.foretold for one in placement.given) <= PREDICTIONS
    assert len(placement.given) <= placement.most
    if not any(one.right for one in placement.given):
        assert placement.outcome().known == ()


def test_what_the_learner_has_seen_or_what_needs_the_lesson_is_not_asked(like: Lesson) -> None:
    lesson = replace(like, blocks=(prediction("a"), prediction("b", ""), prediction("c")))
    assert [one.id for one in foretellable(lesson, None)] == ["a", "c"]
    given_ones = (("a", PredictionGiven(choice="slow", confidence=2)),)
    record = LessonRecord(lesson=like.id, predictions=given_ones)
    assert [one.id for one in foretellable(lesson, record)] == ["c"]
