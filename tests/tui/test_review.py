"""The review on the screen and in lines: asked, kept, put off, taken back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import MakeApp
from kept_runs import keep_run
from textual.pilot import Pilot

from engine.request import RunRequest
from engine.runs import RunStore
from lessons.catalog import Catalog
from lessons.progress.records import QuizGiven, Reviewed
from lessons.progress.store import ProgressStore
from lessons.questions.shuffling import presented
from lessons.review.clock import Clock
from lessons.review.desk import Desk
from lessons.review.item import Curve, Picture
from tui.app import TutorApp
from tui.headless.review import review, to_json
from tui.plain.review import PlainReview
from tui.plain.start import choose
from tui.plain.talk import Talk
from tui.review.due import due_now
from tui.review.pictures import picture_text
from tui.review.spoken import spoken
from tui.review.words import due_words, when
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.screens.review import ReviewScreen
from tui.widgets.lines import Lines

AFTER_TWO_DAYS = Clock(lambda: datetime.now(UTC) + timedelta(days=2))
MOMENTUM, SLOPE = "optimizers/momentum", "basics/slope"


@pytest.fixture
def met(store: ProgressStore) -> ProgressStore:
    """Two questions were answered in one lesson and one in another."""
    for lesson, block, answer in (
        (MOMENTUM, "cancel", "2"),
        (MOMENTUM, "terminal_velocity", "10"),
        (SLOPE, "cancel", "2"),
    ):
        store.record(lesson, block, QuizGiven(answer=answer, right=True, tries=1))
    return store


def ratings(store: ProgressStore) -> list[int]:
    return [
        happened.entry.content.rating
        for happened in store.history("review")
        if isinstance(happened.entry.content, Reviewed)
    ]


async def open_review(app: TutorApp, pilot: Pilot[None]) -> ReviewScreen:
    app.push_screen(screen := ReviewScreen(clock=AFTER_TWO_DAYS))
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    return screen


def read(screen: ReviewScreen, part: str) -> str:
    lines = screen.query_one(part, Lines)
    return "\n".join(paragraph.text.plain for paragraph in lines.paragraphs)


async def answer(screen: ReviewScreen, pilot: Pilot[None], *, right: bool, sure: str = "3") -> None:
    """Answer what is asked, whichever question it is."""
    assert screen.review.asked is not None
    again = screen.review.asked.again
    if screen.review.asked.item.question.id == "terminal_velocity":
        await pilot.press("enter", *("10" if right else "9"), "enter")
    else:
        card = screen.card
        assert card is not None
        await pilot.press(str(card.order.index(2 if right else 1) + 1))
    await pilot.press(*(() if again else (sure,)))
    assert screen.review.answered


async def test_a_sitting_from_the_first_question_to_the_summary(
    make_app: MakeApp, met: ProgressStore
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_review(app, pilot)
        assert screen.top.right == "about 3 minutes left"
        lessons = []
        for right in (True, False, True):
            assert screen.review.asked is not None
            lessons.append(screen.review.asked.item.lesson)
            await answer(screen, pilot, right=right)
            await pilot.press("enter")
        assert lessons == [MOMENTUM, SLOPE, MOMENTUM]
        assert screen.review.asked is not None
        assert screen.review.asked.again
        assert "once more" in read(screen, "#lead")
        await answer(screen, pilot, right=True)
        assert ratings(met) == [3, 1, 3, 2]
        await pilot.press("enter")
        assert screen.review.asked is None
        assert "3 questions, 2 right at once" in read(screen, "#said")
        assert [row.key for row in screen.again.rows] == [SLOPE]
        await pilot.press("enter")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == SLOPE


async def test_a_wrong_answer_is_explained(make_app: MakeApp, met: ProgressStore) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_review(app, pilot)
        while screen.review.asked and screen.review.asked.item.question.id != "terminal_velocity":
            await answer(screen, pilot, right=True)
            await pilot.press("enter")
        await answer(screen, pilot, right=False, sure="4")
        said = read(screen, "#said")
        assert "10. 1 + 0.9 + 0.81" in said
        assert "at the end of this sitting, and tomorrow" in said
        await pilot.press("1", "x")
        assert screen.review.answered, "what is settled takes no further answer"
        assert ratings(met)[-1] == 1


async def test_putting_off_and_undoing(make_app: MakeApp, met: ProgressStore) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_review(app, pilot)
        first = screen.review.asked
        await pilot.press("x")
        assert screen.review.asked != first
        await pilot.press("u")
        assert screen.review.asked == first
        await answer(screen, pilot, right=False)
        await pilot.press("u")
        assert screen.review.asked == first
        assert not screen.review.answered
        assert first is not None
        assert screen.review.desk.standing(first.item).new
        await answer(screen, pilot, right=True, sure="4")
        assert ratings(met) == [0, 0, 1, 0, 4]
        await pilot.press("u", "u", "u")
        assert screen.review.asked == first


async def test_escape_chooses_again_then_leaves(make_app: MakeApp, met: ProgressStore) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_review(app, pilot)
        while screen.review.asked and screen.review.asked.item.question.id != "cancel":
            await pilot.press("x")
        await pilot.press("1", "escape")
        assert app.screen is screen
        assert screen.card is not None
        assert not screen.card.pending
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_without_being_asked_how_sure_an_answer_is_good(
    make_app: MakeApp, met: ProgressStore
) -> None:
    app = make_app()
    settings = app.settings_store
    settings.settings = replace(settings.settings, confidence="never")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_review(app, pilot)
        await pilot.press("x")
        card = screen.card
        assert card is not None
        assert not card.ask_sure


async def test_time_ends_it_and_more_can_be_had(make_app: MakeApp, met: ProgressStore) -> None:
    app = make_app()
    times = iter(range(0, 100_000, 50))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ReviewScreen(clock=AFTER_TWO_DAYS, seconds=lambda: float(next(times)), minutes=0.5)
        app.push_screen(screen)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await answer(screen, pilot, right=True)
        await pilot.press("enter")
        assert screen.review.asked is None
        assert "0.5 minutes" in read(screen, "#said")
        assert "2 more are due" in read(screen, "#said")
        await pilot.press("m")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.review.asked is not None


async def test_home_says_how_much_is_due_and_opens_it(
    make_app: MakeApp, met: ProgressStore
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        home = app.screen
        assert isinstance(home, HomeScreen)
        assert home.top.right == "0 of 6 lessons done", "nothing is due on the day itself"
        home.show_due("3 due")
        assert home.top.right == "3 due · 0 of 6 lessons done"
        await pilot.press("v")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        said = read(app.screen, "#said")
        assert "The next review is tomorrow" in said


async def test_with_nothing_done_it_says_what_will_be_there(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        said = read(app.screen, "#said")
        assert "Nothing to review yet" in said
        assert "↵ opens a lesson" in said
        assert not app.screen.again.display
        await pilot.press("enter", "x", "u", "m", "l", "1")
        assert isinstance(app.screen, ReviewScreen)


MakeDesk = Callable[[], Desk]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    from fixture_lessons import units

    return Catalog(units=units(tmp_path / "curriculum"))


@pytest.fixture
def make_desk(tmp_path: Path, catalog: Catalog, met: ProgressStore) -> MakeDesk:
    runs = RunStore(tmp_path / "runs")
    return lambda: Desk(met, catalog, runs, AFTER_TWO_DAYS)


def plain(desk: Desk, catalog: Catalog, store: ProgressStore, typed: str) -> tuple[bool, str]:
    target = io.StringIO()
    talk = Talk(io.StringIO(typed), target)
    taken = PlainReview(talk, desk, catalog, store).take()
    return taken, target.getvalue()


def test_in_lines(make_desk: MakeDesk, catalog: Catalog, met: ProgressStore) -> None:
    taken, said = plain(make_desk(), catalog, met, "s\n" * 3)
    assert taken
    assert "3 questions put off until tomorrow." in said
    assert ratings(met) == [0, 0, 0]
    taken, said = plain(make_desk(), catalog, met, "")
    assert taken
    assert "Nothing is due. The next review is tomorrow." in said


def test_in_lines_answers_are_graded_and_kept(
    make_desk: MakeDesk, catalog: Catalog, met: ProgressStore
) -> None:
    desk = make_desk()
    first = desk.sitting(desk.agenda()).turn
    assert first is not None
    number = first.item.question.id == "terminal_velocity"
    shown = presented(first.item.question)
    wrong = "9" if number else str(shown.index(1) + 1)
    taken, said = plain(desk, catalog, met, f"what\n{wrong}\n4\n")
    assert not taken
    assert "Not right." in said
    assert "The right answer:" in said
    assert "You leave here. Everything is kept." in said
    assert ratings(met) == [1]


def test_as_json(make_desk: MakeDesk) -> None:
    desk = make_desk()
    told = json.loads(to_json(desk, desk.agenda()))
    assert (told["items"], told["next"], len(told["due"])) == (3, None, 3)
    assert set(told["due"][0]) == {"item", "lesson", "kind", "ask", "new"}


def test_how_much_is_due(tmp_path: Path, catalog: Catalog, met: ProgressStore) -> None:
    runs = RunStore(tmp_path / "runs")
    assert due_now(met, catalog, runs, AFTER_TWO_DAYS) == "3 due"
    assert due_now(met, catalog, runs) == ""


def test_a_month_away_is_told_calmly(make_desk: MakeDesk) -> None:
    found = make_desk().agenda()
    assert due_words(replace(found, due=found.due * 20)) == "12+ due"


def test_days_to_come() -> None:
    today = datetime(2026, 3, 2, tzinfo=UTC).date()
    said = [when(today + timedelta(days=days), today) for days in (0, 1, 5, 20, 100)]
    assert said == ["today", "tomorrow", "in 5 days", "in 2 weeks", "in 3 months"]


def test_curves_in_words_and_in_lines(tmp_path: Path) -> None:
    from engine.thumbnail import thumbnail

    store = RunStore(tmp_path / "runs")
    run = keep_run(store, [2.0, 1.5, 9.0, 1.0], asked=RunRequest(recipe="none:none"))
    points = thumbnail(store.folder(run))
    picture = Picture(title="loss", curves=(Curve(name="A", points=points),), mark=3)
    words = " ".join(spoken(picture))
    assert "Curve A, loss: 2 at step 1" in words
    assert "Around step 3: 2 at step 1, 1.5 at step 2, 9 at step 3" in words
    drawn = picture_text(picture, "ascii")
    assert all(line.isascii() for line in drawn)
    assert any("?" in line for line in drawn)


def test_the_plain_start_offers_what_is_due(
    make_desk: MakeDesk, catalog: Catalog, met: ProgressStore
) -> None:
    target = io.StringIO()
    talk = Talk(io.StringIO("7\nq\n"), target)
    assert choose(talk, catalog, met, PlainReview(talk, make_desk(), catalog, met)) is None
    assert "7. Review, 3 due" in target.getvalue()
    assert "Review, about three minutes." in target.getvalue()


def test_the_command_lists_and_says_when_nobody_has_begun(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert review(minutes=3, plain=True, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"due": [], "next": None, "items": 0}
    assert review(minutes=3, plain=True, as_json=False) == 0
    assert "Nothing to review yet." in capsys.readouterr().out
