"""How a unit opens and closes: its map, and the mixed review over all its lessons."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from review_samples import NOON, number, quiz

from lessons.catalog import Catalog, load_catalog
from lessons.opening import opening_of, opens_with
from lessons.progress.log import Entry, decode, encode, fold
from lessons.review.closing import closing_sitting
from lessons.schema import Lesson

UNITS = load_catalog().units


def lesson(name: str, *, asked: int = 2, kept: int = 1) -> Lesson:
    """A lesson with so many questions of its own, and so many that only reviews ask."""
    whole = UNITS[-1].lessons[0]
    blocks = tuple(quiz(f"{name}_{place}") for place in range(asked))
    reviews = tuple(number(f"{name}_review_{place}") for place in range(kept))
    return replace(whole, id=f"sums/{name}", title=name.title(), blocks=blocks, reviews=reviews)


def test_every_lesson_is_asked_about_and_none_twice_in_a_row() -> None:
    sitting = closing_sitting([lesson("a"), lesson("b"), lesson("c")], 6, NOON)
    asked = []
    while turn := sitting.turn:
        asked.append(turn.item)
        sitting.answer(right=True, seconds=600)
    lessons = [item.lesson for item in asked]
    assert sorted(lessons) == ["sums/a", "sums/a", "sums/b", "sums/b", "sums/c", "sums/c"]
    assert all(one != other for one, other in pairwise(lessons))


def test_what_the_learner_has_not_met_comes_first() -> None:
    sitting = closing_sitting([lesson("a"), lesson("b")], 2, NOON)
    assert sitting.turn is not None
    first = sitting.turn.item.question.id
    sitting.answer(right=True, seconds=1)
    assert sitting.turn is not None
    assert {first, sitting.turn.item.question.id} == {"a_review_0", "b_review_0"}


def test_a_unit_with_few_questions_asks_what_it_has() -> None:
    sitting = closing_sitting([lesson("a", asked=1, kept=0), lesson("b", asked=0, kept=0)], 8, NOON)
    assert sitting.unasked == 1


def test_a_mixed_review_that_was_gone_through_is_kept() -> None:
    entry = decode("all_of_it", "visited", encode(""))
    record = fold("sums/closing", "", [entry, Entry("all_of_it", "visited", "")])
    assert record.visited == ("all_of_it",)


def test_a_unit_opens_with_its_map_above_its_first_lesson() -> None:
    unit = replace(
        UNITS[-1], outcomes=("Add numbers.",), rests_on=(UNITS[0].id,), lessons=UNITS[-1].lessons
    )
    catalog = Catalog(units=(*UNITS[:-1], unit))
    opening = opens_with(unit.lessons[0], catalog)
    assert opening == opening_of(unit, catalog)
    assert opening is not None
    assert "- Add numbers." in opening.markdown
    assert f"It rests on “{UNITS[0].title}”." in opening.markdown
    assert unit.lessons[0].title in opening.markdown
    assert all(opens_with(later, catalog) is None for later in unit.lessons[1:])


def test_the_very_first_lesson_begins_at_once() -> None:
    unit = replace(UNITS[-1], outcomes=("Add numbers.",))
    assert opens_with(unit.lessons[0], Catalog(units=(unit,))) is None


def test_a_unit_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    unit = tmp_path / "sums"
    unit.mkdir()
    text = 'title = "S"\naim = "A."\norder = 1\nlessons = []\nrests_on = ["nothing"]\n'
    (unit / "unit.toml").write_text(text)
    [problem] = load_catalog(tmp_path).problems
    assert 'there is no unit "nothing"' in str(problem)
