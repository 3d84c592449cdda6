"""Where do I start: asked with digits, concluded with enter, and nothing kept without it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MakeApp
from fixture_lessons import units

from lessons.catalog import Catalog
from lessons.progress.store import ProgressStore
from lessons.questions.forms import Choice, Choices, Number
from lessons.schema import Quiz, Unit
from tui.app import TutorApp
from tui.placing import answers
from tui.plain.placing import PlainPlacement
from tui.plain.talk import Talk
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.screens.placement import PlacementScreen

CHOICE = Quiz(
    id="which",
    ask="Which of *these*?",
    form=Choices(
        choices=(
            Choice(text="the right one", why="Yes.", right=True),
            Choice(text="a wrong one", why="No."),
            Choice(text="another wrong one", why="No."),
        )
    ),
)
NUMBER = Quiz(id="many", ask="How many?", form=Number(answer=3.0, why="Three."))


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Three lessons in a row: two ask for a choice, the last for a number."""
    like = units(tmp_path / "curriculum")[0].lessons[0]
    lessons = tuple(
        replace(
            like,
            id=f"u/l{n}",
            title=f"Lesson {n}",
            requires=(f"u/l{n - 1}",) if n else (),
            blocks=(NUMBER if n == 2 else CHOICE,),
            reviews=(),
        )
        for n in range(3)
    )
    return Catalog(units=(Unit(id="u", title="Unit", aim="", lessons=lessons),))


def asked(app: TutorApp) -> PlacementScreen:
    assert isinstance(app.screen, PlacementScreen)
    return app.screen


def text(app: TutorApp) -> str:
    return "\n".join(line.plain for line in asked(app).page.wrapped(90))


def right_digit(app: TutorApp) -> str:
    question = asked(app).asked
    assert question is not None
    return str([one.key for one in answers(question)].index("1") + 1)


async def test_right_and_sure_answers_lead_to_a_lesson(
    make_app: MakeApp, catalog: Catalog, store: ProgressStore
) -> None:
    app = make_app(catalog)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "w asks a few questions" in str(app.screen.query_one("#offer").render())
        await pilot.press("w")
        assert "Question · 1 of at most 3" in text(app)
        await pilot.press("enter", "9", right_digit(app))
        assert "How sure are you?" in text(app)
        await pilot.press("backspace")
        assert "How sure are you?" not in text(app)
        await pilot.press(right_digit(app), "7", "4")
        await pilot.press(right_digit(app), "3")
        assert "How many?" in text(app)
        await pilot.press("1", "enter", *"four", "enter")
        assert "no number" in text(app)
        await pilot.press("enter", "4", "enter", "4")
        assert "Start with “Lesson 2”." in text(app)
        assert "◇ Lesson 0" in text(app)
        assert store.all() == ()
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "u/l2"
        assert [store.lesson(f"u/l{n}").known for n in range(3)] == [True, True, False]


async def test_leaving_keeps_nothing(
    make_app: MakeApp, catalog: Catalog, store: ProgressStore
) -> None:
    app = make_app(catalog)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", "d")
        assert "Start with “Lesson 0”." in text(app)
        assert "opens it" in text(app)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        assert store.all() == ()


async def test_where_all_is_known_or_done_it_says_so(
    make_app: MakeApp, catalog: Catalog, store: ProgressStore
) -> None:
    app = make_app(catalog)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", right_digit_of(CHOICE), "4", right_digit_of(CHOICE), "4")
        await pilot.press("enter", "3", "enter", "4")
        assert "all of it already" in text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, HomeScreen)
        assert all(store.lesson(f"u/l{n}").known for n in range(3))
        assert not app.screen.has_class("-first")
        for n in range(3):
            store.mark_done(f"u/l{n}")
        await pilot.press("w", "enter", "1", "d")
        assert "There is nothing to ask" in text(app)


def right_digit_of(quiz: Quiz) -> str:
    from lessons.questions.shuffling import presented

    return str(presented(quiz).index(1) + 1)


def talked(catalog: Catalog, store: ProgressStore, *lines: str) -> str:
    target = io.StringIO()
    talk = Talk(io.StringIO("".join(f"{line}\n" for line in lines)), target)
    PlainPlacement(talk, catalog, store).take()
    return target.getvalue()


def test_the_same_in_lines_of_text(catalog: Catalog, store: ProgressStore) -> None:
    right = right_digit_of(CHOICE)
    said = talked(catalog, store, right, "4", right, "4", "s", "1")
    assert "Start with “Lesson 2”." in said
    assert "tutor learn u/l2" in said
    assert [store.lesson(f"u/l{n}").known for n in range(3)] == [True, True, False]
    said = talked(catalog, ProgressStore.in_memory(), right, "4", "q")
    assert "Everything stays as it is." in said
    said = talked(catalog, store, right, "4", right, "4", "abc", "3", "4", "2")
    assert "no number" in said
    assert store.lesson("u/l2").status == "new"
