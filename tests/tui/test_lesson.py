"""A lesson: what is seen when, which key does what, and that every answer is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from conftest import MakeApp, StandInLab
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from lessons.progress.records import PredictionGiven, RunMade, Verdict
from lessons.progress.store import ProgressStore
from tui.app import TutorApp
from tui.messages import LabRequested, LessonChosen, RunRequested
from tui.screens.code import CodeScreen
from tui.screens.home import HomeScreen
from tui.screens.lesson import LessonScreen
from tui.widgets.card import Card
from tui.widgets.end_card import EndCard
from tui.widgets.lines import Lines
from tui.widgets.predict_card import PredictCard
from tui.widgets.questions.choice_card import ChoiceCard
from tui.widgets.questions.number_card import NumberCard
from tui.widgets.reflect_card import ReflectCard
from tui.widgets.run_card import RunCard

MOMENTUM = "optimizers/momentum"
SCENARIOS = ("plain", "heavy_ball", "nesterov")


class Reader:
    """A learner with a lesson open."""

    def __init__(self, app: TutorApp, pilot: Pilot[None], messages: list[Message]) -> None:
        self.app = app
        self.pilot = pilot
        self.messages = messages

    @property
    def screen(self) -> LessonScreen:
        assert isinstance(self.app.screen, LessonScreen)
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def mark(self, block: str) -> Card:
        """Give the keys to a card."""
        card = self.screen.column.blocks[block]
        assert isinstance(card, Card)
        card.focus()
        await self.pilot.pause()
        return card

    def sent(self, kind: type[Message]) -> list[Message]:
        unique = {id(message): message for message in self.messages}
        return [message for message in unique.values() if type(message) is kind]


@asynccontextmanager
async def reading(
    make_app: MakeApp, lesson: str = MOMENTUM, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Reader]:
    """A lesson open, all of it loaded."""
    app, messages = make_app(), list[Message]()
    async with app.run_test(size=size, message_hook=messages.append) as pilot:
        app.post_message(LessonChosen(lesson))
        for _ in range(100):
            await pilot.pause()
            if isinstance(app.screen, LessonScreen) and app.screen.opened:
                break
        yield Reader(app, pilot, messages)


def make_runs(store: ProgressStore, *, verdict: bool = True) -> None:
    """What the lab records when the runs of the lesson are made."""
    for name in SCENARIOS:
        store.record(MOMENTUM, "", RunMade(run=f"{name}-1", scenario=name, seed=0, standard=True))
    if verdict:
        store.record(MOMENTUM, "first_below", Verdict(observed="nesterov", right=False, runs=()))


def predicted(store: ProgressStore) -> None:
    given = PredictionGiven(choice="heavy_ball", confidence=3)
    store.record(MOMENTUM, "first_below", given)


def text_of(card: object) -> str:
    """What stands on a card."""
    assert isinstance(card, Card)
    lines = [line for part in card.query(Lines) for line in part.wrapped(88)]
    return "\n".join(line.plain for line in lines)


async def test_nothing_behind_the_prediction_is_seen(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        assert list(reader.screen.column.blocks) == ["ball", "first_below"]
        assert isinstance(reader.screen.card, PredictCard)


async def test_two_digits_predict_and_reveal_the_runs(
    make_app: MakeApp, store: ProgressStore
) -> None:
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.press("2")
        assert store.lesson(MOMENTUM).prediction("first_below") is None
        assert "How sure are you?" in text_of(reader.screen.card)
        await reader.press("3")
        given = store.lesson(MOMENTUM).prediction("first_below")
        assert given == PredictionGiven(choice="heavy_ball", confidence=3)
        assert list(reader.screen.column.blocks)[-1] == "race"
        assert "You say heavy ball (fairly sure)." in text_of(reader.screen.card)


async def test_a_prediction_can_be_changed_until_the_runs_are_made(
    make_app: MakeApp, store: ProgressStore
) -> None:
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.press("2", "3", "1", "4")
        given = store.lesson(MOMENTUM).prediction("first_below")
        assert given == PredictionGiven(choice="plain", confidence=4)
        make_runs(store)
        await reader.press("c", "escape", "shift+tab", "shift+tab")
        await reader.mark("first_below")
        await reader.press("5", "1")
        assert store.lesson(MOMENTUM).prediction("first_below") == given


async def test_the_question_for_the_confidence_is_in_view(make_app: MakeApp) -> None:
    async with reading(make_app, size=(80, 24)) as reader:
        card = reader.screen.card
        assert isinstance(card, PredictCard)
        assert not reader.screen.column.shows(card)
        await reader.press("2")
        assert card.pending is None
        assert reader.screen.column.shows(card)
        await reader.press("2")
        assert card.pending == "heavy_ball"
        assert reader.screen.column.shows(card)


async def test_digits_beyond_the_options_do_nothing(
    make_app: MakeApp, store: ProgressStore
) -> None:
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.press("9", "6")
        card = reader.screen.card
        assert isinstance(card, PredictCard)
        assert card.pending is None
        await reader.press("1", "5", "9")
        assert card.pending == "plain"
        assert store.lesson(MOMENTUM).predictions == ()


async def test_skipping_is_recorded_as_such(make_app: MakeApp, store: ProgressStore) -> None:
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.press("x")
        given = store.lesson(MOMENTUM).prediction("first_below")
        assert given == PredictionGiven(choice=None, confidence=None)
        assert "You skipped this prediction. It can be given until" in text_of(reader.screen.card)
        await reader.press("n", "x")
        assert store.lesson(MOMENTUM).skipped == ("race",)
        assert "saw" in reader.screen.column.blocks


async def test_r_asks_for_the_runs_and_l_for_the_lab(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    async with reading(make_app) as reader:
        await reader.press("r")
        (request,) = reader.sent(RunRequested)
        assert isinstance(request, RunRequested)
        assert request.lesson.id == MOMENTUM
        assert request.block is not None
        assert request.block.id == "race"
        assert isinstance(reader.app.screen, StandInLab)
        await reader.press("escape", "l")
        assert isinstance(reader.app.screen, StandInLab)
        assert reader.app.screen.block is None
        assert len(reader.sent(LabRequested)) == 1


async def test_r_without_a_prediction_says_what_comes_first(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        await reader.press("r")
        assert reader.sent(RunRequested) == []
        assert "Predict first" in next(iter(reader.app._notifications)).message


async def test_back_from_the_lab_the_outcome_stands_beside_the_prediction(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    async with reading(make_app, size=(80, 24)) as reader:
        await reader.press("r")
        make_runs(store)
        await reader.press("escape")
        blocks = reader.screen.column.blocks
        assert {"saw", "cancel", "own_words"} <= set(blocks)
        outcome = text_of(blocks["first_below"])
        assert "✗ You said heavy ball (fairly sure); the runs say Nesterov." in outcome
        assert "✓  plain descent   loss 0.0412 after 2000 steps (plain-1)" in text_of(
            blocks["race"]
        )
        view = reader.screen.column
        assert view.region.overlaps(blocks["saw"].region)
        assert view.region.overlaps(blocks["race"].region)


async def test_wrong_choices_are_explained_and_the_rest_at_the_end(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        card = reader.screen.card
        assert isinstance(card, ChoiceCard)
        await reader.press("n", "1")
        assert store.lesson(MOMENTUM).quiz("cancel") is None
        assert "How sure are you?" in text_of(card)
        await reader.press("4")
        assert "✗ 1  along the valley" in text_of(card)
        assert "There the slope keeps its sign" in text_of(card)
        assert "wobble more" not in text_of(card)
        await reader.press("2")
        given = store.lesson(MOMENTUM).quiz("cancel")
        assert given is not None
        assert (given.answer, given.right, given.tries) == ("2", True, 2)
        assert "✓ 2  across the valley" in text_of(card)
        assert "wobble more" in text_of(card)
        await reader.press("3")
        assert store.lesson(MOMENTUM).quiz("cancel") == given


async def test_a_digit_for_a_card_out_of_sight_only_brings_it_into_sight(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(80, 24)) as reader:
        assert not reader.screen.column.shows(reader.screen.column.blocks["cancel"])
        await reader.press("1")
        assert store.lesson(MOMENTUM).quizzes == ()
        assert reader.screen.column.shows(reader.screen.column.blocks["cancel"])
        await reader.press("1", "2")
        assert store.lesson(MOMENTUM).quiz("cancel") is not None


async def test_enter_gives_the_keys_to_a_field_that_is_cut_off(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(80, 24)) as reader:
        card = await reader.mark("terminal_velocity")
        reader.screen.column.scroll_home(animate=False)
        await reader.pilot.pause()
        assert not reader.screen.column.shows(card)
        await reader.press("enter", "0", ".", "8")
        assert reader.screen.query_one(Input).value == "0.8"
        assert reader.screen.column.shows(card)


async def test_what_is_longer_than_the_field_is_still_seen(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.mark("terminal_velocity")
        await reader.press("enter", *"3.14159265358979323846264338327950288")
        field = reader.screen.query_one(Input)
        assert not field.show_horizontal_scrollbar or not field.scrollbar_size_horizontal
        assert field.scrollable_content_region.height == 1


@pytest.mark.parametrize("junk", ["abc", "1,5", "1e999", "nan", "--3", "𝟛/0", "   9 kg"])
async def test_junk_in_a_number_field_is_no_answer(
    make_app: MakeApp, store: ProgressStore, junk: str
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        card = await reader.mark("terminal_velocity")
        await reader.press("enter")
        reader.screen.query_one(Input).value = junk
        await reader.press("enter")
        assert store.lesson(MOMENTUM).quiz("terminal_velocity") is None
        assert isinstance(card, NumberCard)
        assert card.problem
        assert reader.screen.query_one(Input).value == junk


async def test_numbers_are_typed_graded_and_tried_again(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        card = await reader.mark("terminal_velocity")
        await reader.press("enter", "9", "enter", "3")
        assert "one step short" in text_of(card)
        await reader.press("1", "0", "enter")
        given = store.lesson(MOMENTUM).quiz("terminal_velocity")
        assert given is not None
        assert (given.answer, given.right, given.tries) == ("10", True, 2)
        assert "1 / (1 - 0.9)" in text_of(card)
        assert reader.screen.focused is card


async def test_what_is_typed_is_kept_as_it_is_typed(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        card = await reader.mark("own_words")
        await reader.press("enter", *"r 1 n", "escape")
        assert store.lesson(MOMENTUM).reflection("own_words") == "r 1 n"
        assert reader.screen.focused is card
        assert "near its limit" not in text_of(card)
        await reader.press("m")
        assert "near its limit" in text_of(card)


async def test_quitting_while_typing_loses_nothing(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.mark("own_words")
        await reader.press("enter", *"all of it", "ctrl+q")
    assert store.lesson(MOMENTUM).reflection("own_words") == "all of it"


async def test_a_huge_paste_is_kept(make_app: MakeApp, store: ProgressStore) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        await reader.mark("own_words")
        await reader.press("enter")
        pasted = "so it overshoots [b]\n" * 5000
        reader.screen.query_one(TextArea).insert(pasted)
        await reader.press("escape")
        assert store.lesson(MOMENTUM).reflection("own_words") == pasted


async def test_the_end_says_what_was_right_and_leads_on(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=(120, 40)) as reader:
        assert not reader.screen.query(EndCard)
        await reader.press(*"n22n", "enter", *"10", "enter", *"1n", "enter", "a", "escape")
        end = reader.screen.query_one(EndCard)
        assert "2 questions answered, 2 of them at the first try." in text_of(end)
        assert "Polyak 1964" in text_of(end)
        assert store.lesson(MOMENTUM).status == "done"
        assert "done" in reader.screen.top.right
        await reader.press("n", "enter")
        assert reader.screen.lesson.id == "optimizers/adaptive"
        await reader.press("escape")
        assert isinstance(reader.app.screen, HomeScreen)


async def test_a_lesson_is_reopened_where_it_was_left(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        await reader.press("G")
        place = store.lesson(MOMENTUM).position
        offset = reader.screen.column.scroll_offset.y
        assert place not in ("", "ball")
        assert offset > 0
    async with reading(make_app) as reader:
        await reader.pilot.pause()
        assert store.lesson(MOMENTUM).position == place
        assert abs(reader.screen.column.scroll_offset.y - offset) < 12
        assert reader.screen.column.scroll_offset.y > 0


async def test_leaving_at_once_is_safe(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(5):
            app.post_message(LessonChosen(MOMENTUM))
            await pilot.press("escape", "enter", "escape")
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("down", "up"),
        ("j", "k"),
        ("space", "b"),
        ("pagedown", "pageup"),
        ("G", "g"),
        ("end", "home"),
    ],
)
async def test_reading_keys(make_app: MakeApp, there: str, back: str) -> None:
    async with reading(make_app) as reader:
        await reader.press(there)
        assert reader.screen.column.scroll_offset.y > 0
        await reader.press(back)
        assert reader.screen.column.scroll_offset.y == 0


async def test_tab_goes_from_card_to_card_and_not_into_fields(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        kinds = []
        await reader.press("n")  # brings the card that waits into view
        for _ in range(5):
            kinds.append(type(reader.screen.focused))
            await reader.press("tab")
        assert kinds == [ChoiceCard, NumberCard, ReflectCard, PredictCard, RunCard]
        await reader.press("shift+tab")
        assert type(reader.screen.focused) is RunCard


async def test_the_footer_says_what_the_marked_card_answers_to(
    make_app: MakeApp, store: ProgressStore
) -> None:
    async with reading(make_app) as reader:
        labels = {command.id: command.label for command in reader.screen.keys.keys.here}
        assert labels["answer"] == "1-5"
        assert "skip" in labels
        await reader.press("1", "1")
        (answer,) = [command for command in reader.screen.keys.keys.here if command.id == "answer"]
        assert (answer.label, answer.title) == ("1-4", "how sure")
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        assert "skip" not in {command.id for command in reader.screen.keys.keys.here}
        await reader.mark("own_words")
        await reader.press("enter")
        assert [command.id for command in reader.screen.keys.keys.here] == ["back"]


async def test_c_shows_the_code(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        await reader.press("c")
        assert isinstance(reader.app.screen, CodeScreen)
        assert "banana valley" in reader.app.screen.text.code  # type: ignore[attr-defined]
        await reader.press("escape")
        assert isinstance(reader.app.screen, LessonScreen)


async def test_code_that_is_missing_is_no_crash(make_app: MakeApp) -> None:
    async with reading(make_app) as reader:
        (reader.screen.lesson.folder / "lab.py").unlink()
        await reader.press("c")
        assert "could not be read" in reader.app.screen.text.code  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (40, 12), (20, 6)])
async def test_every_size_shows_the_lesson(
    make_app: MakeApp, store: ProgressStore, size: tuple[int, int]
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app, size=size) as reader:
        column = reader.screen.column
        assert column.size.width <= size[0]
        assert max(widget.size.width for widget in column.blocks.values()) <= 88
        assert reader.screen.query_one("#code").display == (size[0] >= 160)


async def opened_anew(reader: Reader, before: LessonScreen) -> None:
    """Wait for another screen of the lesson."""
    for _ in range(100):
        await reader.pilot.pause()
        screen = reader.app.screen
        if isinstance(screen, LessonScreen) and screen is not before and screen.opened:
            return
    raise AssertionError("the lesson was not opened again")


async def test_beginning_anew_asks_first_and_can_be_taken_back(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    make_runs(store)
    async with reading(make_app) as reader:
        before, known = reader.screen, store.lesson(MOMENTUM)
        await reader.press("R")
        assert store.lesson(MOMENTUM).predictions == known.predictions
        await reader.press("R")
        await opened_anew(reader, before)
        assert store.lesson(MOMENTUM).predictions == ()
        assert store.lesson(MOMENTUM).runs == ()
        assert list(reader.screen.column.blocks) == ["ball", "first_below"]
        before = reader.screen
        await reader.press("U")
        await opened_anew(reader, before)
        assert store.lesson(MOMENTUM).predictions == known.predictions
        assert store.lesson(MOMENTUM).runs == known.runs


async def test_there_is_nothing_to_take_back_in_a_lesson_never_begun_anew(
    make_app: MakeApp, store: ProgressStore
) -> None:
    predicted(store)
    async with reading(make_app) as reader:
        screen = reader.screen
        await reader.press("U")
        assert reader.app.screen is screen
        assert store.lesson(MOMENTUM).prediction("first_below") is not None
