"""What is asked again: questions, misunderstandings, and where all of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from review_samples import LONG_AGO, NOON, Hands, answered, done, known, number, quiz

from engine.runs import RunStore
from lessons.catalog import Catalog, load_catalog
from lessons.progress.log import Entry, Happened
from lessons.progress.records import AttemptMade, QuizGiven
from lessons.progress.store import ProgressStore
from lessons.questions.forms import Choices, Curves, Match, Number, Order, Pair
from lessons.questions.grading import grade
from lessons.review.clock import Clock
from lessons.review.desk import Desk
from lessons.review.misconceptions import misconception_items, more_about, tags_of
from lessons.review.questions import question_items
from lessons.review.rating import GOOD
from lessons.review.schedule import rated
from lessons.review.sitting import Turn
from lessons.review.solution import solution
from lessons.review.standing import NEW, Standings
from lessons.schema import Lab, Lesson, Quiz, Unit

LAB = Lab(recipe="lab:none")


def lesson(name: str, *questions: Quiz, reviews: tuple[Quiz, ...] = ()) -> Lesson:
    return Lesson(
        id=f"unit/{name}",
        title=name.capitalize(),
        aim="Know.",
        minutes=5,
        requires=(),
        covers=(),
        sources=(),
        lab=LAB,
        blocks=questions,
        folder=Path("nowhere"),
        reviews=reviews,
    )


def test_answered_questions_come_again_and_those_for_reviews_once_a_lesson_is_done() -> None:
    begun = lesson("begun", quiz("met"), quiz("not_met"), reviews=(quiz("later"),))
    over = lesson("over", reviews=(number("kept"),))
    history = [answered("met", "1", right=False, lesson=begun.id), done(over.id)]
    items = question_items([begun, over], history)
    assert [one.question.id for one in items] == ["met", "kept"]
    assert [one.lesson for one in items] == [begun.id, over.id]
    assert items[0].met == LONG_AGO


def test_a_question_that_asks_something_else_now_is_another_item() -> None:
    history = [answered("sign", "2", right=True, lesson="unit/a")]

    def named(question: Quiz) -> str:
        return question_items([lesson("a", question)], history)[0].id

    assert named(quiz()) == named(replace(quiz(), ask="which  way"))
    assert named(quiz()) != named(quiz(right="against the slope"))
    assert named(quiz()) != named(replace(quiz(), ask="Where to?"))
    assert question_items([lesson("a")], history) == []


def test_questions_about_curves_of_the_lesson_stay_in_it() -> None:
    form = Curves(scenarios=("a", "b"), labels=("A", "B"), why="So.")
    curves = Quiz(id="curves", ask="Which is which?", form=form)
    history = [answered("curves", "1,2", right=True, lesson="unit/a")]
    assert question_items([lesson("a", curves)], history) == []


def test_a_misunderstanding_is_asked_about_by_another_question() -> None:
    lessons = [lesson("a", quiz("one", tag="sign")), lesson("b", number("two", tag="sign"))]
    history = [
        answered("one", "1", right=False, lesson="unit/a", tag="sign"),
        answered("two", "10", right=True, lesson="unit/b"),
    ]
    questions = question_items(lessons, history)
    (item,) = misconception_items(questions, history, Standings())
    assert (item.id, item.lesson, item.kind) == ("misconception/sign", "unit/a", "misconception")
    assert (item.source, item.question.id) == ("unit/b", "two")


def test_without_another_question_its_own_comes_again_anyway() -> None:
    history = [answered("one", "1", right=False, lesson="unit/a", tag="sign")]
    questions = question_items([lesson("a", quiz("one", tag="sign"))], history)
    assert misconception_items(questions, history, Standings()) == []


def test_answers_kept_without_tags_and_attempts_betray_them_too() -> None:
    lessons = [lesson("a", quiz("one", tag="sign"), quiz("two", tag="sign"))]
    old = [answered(name, "1", right=False, lesson="unit/a") for name in ("one", "two")]
    questions = question_items(lessons, old)
    assert len(misconception_items(questions, old, Standings())) == 1
    attempt = AttemptMade(outcome="failed", passed=0, checks=1, digest="", tags=("sign",))
    made = [Happened(NOON.isoformat(), "unit/x", Entry("exercise", "attempt", attempt))]
    right = [answered("one", "2", right=True, lesson="unit/a")]
    (item,) = misconception_items(question_items(lessons, right), [*right, *made], Standings())
    assert (item.lesson, item.source) == ("unit/x", "unit/a")


def test_questions_of_a_misunderstanding_take_turns() -> None:
    names = ("one", "two", "three")
    lessons = [lesson("a", *(quiz(name, tag="sign") for name in names))]
    history = [answered(name, "2", right=True, lesson="unit/a") for name in names]
    history.append(answered("one", "1", right=False, lesson="unit/a", tag="sign"))
    questions = question_items(lessons, history)
    (first,) = misconception_items(questions, history, Standings())
    kept = rated(NEW, GOOD, NOON, answer="2", right=True)
    (second,) = misconception_items(questions, history, known((first, kept)))
    assert {first.question.id, second.question.id} == {"two", "three"}
    assert first.key == second.key


def test_a_misunderstanding_that_somebody_has_explained_is_explained() -> None:
    history = [answered("one", "1", right=False, lesson="unit/a", tag="ignores-effective-rate")]
    tagged = [quiz(name, tag="ignores-effective-rate") for name in ("one", "two")]
    history.append(answered("two", "2", right=True, lesson="unit/a"))
    questions = question_items([lesson("a", *tagged)], history)
    (item,) = misconception_items(questions, history, Standings())
    assert "rate" in more_about(item)
    assert more_about(replace(item, id="misconception/nobody-knows")) == ""
    assert more_about(questions[0]) == ""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (quiz(), "downhill. Against the gradient."),
        (number(), "10. It is 1 / (1 - 0.9)."),
        (Quiz(id="o", ask="?", form=Order(entries=("a", "b"), why="So.")), "a, then b. So."),
        (
            Quiz(id="m", ask="?", form=Match(pairs=(Pair(left="a", right="1"),), why="So.")),
            "a: 1. So.",
        ),
    ],
)
def test_the_right_answer_can_be_told(question: Quiz, told: str) -> None:
    assert solution(question) == told


@pytest.fixture
def store() -> ProgressStore:
    return ProgressStore.in_memory()


@pytest.fixture
def make_desk(tmp_path: Path, store: ProgressStore) -> Callable[[Clock], Desk]:
    questions = [quiz(name) for name in ("one", "two", "three")]
    lessons = (lesson("a", *questions[:2]), lesson("b", questions[2]))
    unit = Unit(id="unit", title="Unit", aim="Know.", lessons=lessons)
    catalog = Catalog(units=(unit,))
    for each in lessons:
        for question in each.of(Quiz):
            given = QuizGiven(answer="2", right=True, tries=1)
            store.record(each.id, question.id, given)
    return lambda clock: Desk(store, catalog, RunStore(tmp_path / "runs"), clock)


def test_what_is_answered_at_a_desk_is_known_at_the_next(
    make_desk: Callable[[Clock], Desk], store: ProgressStore
) -> None:
    hands = Hands(datetime.now(UTC) + timedelta(days=2))
    desk = make_desk(hands.clock)
    found = desk.agenda()
    assert len(found.due) == 3
    sitting = desk.sitting(found)
    assert sitting.turn is not None
    lessons = []
    while turn := sitting.turn:
        lessons.append(turn.item.lesson)
        desk.answered(turn, "2", right=True, confidence=4)
        sitting.answer(True, 10)
    assert lessons == ["unit/a", "unit/b", "unit/a"]
    later = make_desk(hands.clock)
    assert later.agenda().due == ()
    assert later.agenda().next_day is not None
    assert store.lesson("unit/a").status == "started"


def test_a_desk_puts_off_and_takes_back(make_desk: Callable[[Clock], Desk]) -> None:
    hands = Hands(datetime.now(UTC) + timedelta(days=2))
    desk = make_desk(hands.clock)
    first, second, third = desk.agenda().due
    desk.put_off(first)
    before = desk.standing(second)
    desk.answered(Turn(second), "1", right=False, confidence=None)
    desk.take_back(second, before)
    assert {one.id for one in make_desk(hands.clock).agenda().due} == {second.id, third.id}
    hands.go_on(1)
    assert len(make_desk(hands.clock).agenda().due) == 3


def test_no_question_is_asked_twice_in_a_sitting(make_desk: Callable[[Clock], Desk]) -> None:
    hands = Hands(datetime.now(UTC) + timedelta(days=2))
    desk = make_desk(hands.clock)
    found = desk.agenda()
    twin = replace(found.due[0], id="misconception/twin", kind="misconception")
    sitting = desk.sitting(replace(found, due=(*found.due, twin)))
    assert sitting.unasked == 3


def test_every_lesson_keeps_questions_for_reviews_with_tags_that_others_share() -> None:
    catalog = load_catalog()
    history = [done(each.id) for each in catalog.lessons]
    for each in catalog.lessons:
        assert len(each.reviews) >= 2, each.id
    items = question_items(catalog.lessons, history)
    for quiz_ in [one.question for one in items]:
        form = quiz_.form
        if isinstance(form, Number):
            assert grade(quiz_, f"{form.answer:g}").right, quiz_.id
        elif isinstance(form, Choices):
            right = ",".join(str(n) for n, one in enumerate(form.choices, 1) if one.right)
            assert grade(quiz_, right).right, quiz_.id
        wrong = form.wrong if isinstance(form, Number) else ()
        assert all(grade(quiz_, f"{one.value!r}").why == one.why for one in wrong), quiz_.id
    asked = {tag for each in catalog.lessons for one in each.reviews for tag in tags_of(one)}
    in_lessons = {tag for each in catalog.lessons for one in each.of(Quiz) for tag in tags_of(one)}
    assert len(asked & in_lessons) > 20
