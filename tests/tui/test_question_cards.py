"""Every form of question is answered with keys, and what was answered is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeApp
from fixture_lessons import LAB
from test_lesson import Reader, reading, text_of
from textual.pilot import Pilot

from engine.events import StepEnded
from engine.request import RunRequest
from engine.runfile import RunWriter
from engine.runs import STEPS, RunStore
from lessons.catalog import Catalog
from lessons.progress.records import PredictionGiven, QuizGiven, RunMade, Verdict
from lessons.progress.store import ProgressStore
from lessons.questions.forms import (
    Choice,
    Choices,
    Curves,
    Mark,
    Match,
    Number,
    Order,
    Pair,
    Sketch,
    Stretch,
    WrongNumber,
)
from lessons.schema import Aside, Block, Lesson, Predict, Quiz, Reflect, Run, Unit
from tui.widgets.card import Card
from tui.widgets.questions import CurvesCard, MarkCard, QuestionCard
from tui.widgets.questions.order_card import OrderCard
from tui.widgets.sketch_card import SketchCard

LESSON = "unit/forms"
TAG = "step-is-sample"
SEVERAL = Quiz(
    id="several",
    ask="Which fit?",
    form=Choices(
        several=True,
        shuffle=False,
        choices=(
            Choice(text="one", why="One fits.", right=True),
            Choice(text="two", why="Two does not."),
            Choice(text="three", why="Three fits.", right=True),
        ),
    ),
)
ORDER = Quiz(id="order", ask="In order?", form=Order(entries=("a", "b", "c"), why="Alphabet."))
MATCH = Quiz(
    id="match",
    ask="Which pairs?",
    form=Match(
        pairs=(Pair(left="day", right="sun"), Pair(left="night", right="moon")), why="They shine."
    ),
)
CURVES = Quiz(
    id="curves",
    ask="Which is which?",
    form=Curves(scenarios=("plain", "heavy_ball"), labels=("plain", "ball"), why="So."),
)
MARK = Quiz(id="mark", ask="Where?", form=Mark(scenario="plain", answer="m.lab:f", why="There."))
NUMBER = Quiz(
    id="number",
    ask="How many?",
    form=Number(answer=2, why="Two.", wrong=(WrongNumber(value=3, why="No.", tag=TAG),)),
)
SKETCH = Predict(
    id="sketch",
    ask="Draw it.",
    options=(),
    answer="",
    scenarios=("plain",),
    sketch=Sketch(metric="loss", low=0.0, high=4.0, columns=6, rows=5),
)
REFLECT = Reflect(id="words", ask="Why?", model_answer="Because.", points=("It is so.", "And so."))
RUN = Run(id="run", scenarios=("plain", "heavy_ball"))


async def pressed(reader: Reader, block: str, *keys: str) -> Card:
    """Keys for a card."""
    card = await reader.mark(block)
    await reader.press(*keys)
    return card


def app_for(make_app: MakeApp, tmp_path: Path, *blocks: Block) -> MakeApp:
    """Apps with one lesson of these blocks."""
    (tmp_path / "lab.py").write_text('"""Nothing."""\n')
    lesson = Lesson(
        id=LESSON,
        title="Forms",
        aim="Answer.",
        minutes=5,
        requires=(),
        covers=(),
        sources=(),
        lab=LAB,
        blocks=blocks,
        folder=tmp_path,
    )
    unit = Unit(id="unit", title="Unit", aim="", lessons=(lesson,))
    return lambda: make_app(Catalog(units=(unit,)))


def given(store: ProgressStore, block: str) -> QuizGiven:
    """The latest answer."""
    found = store.lesson(LESSON).quiz(block)
    assert found is not None
    return found


async def test_several_are_marked_and_handed_in(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    async with reading(app_for(make_app, tmp_path, SEVERAL), LESSON) as reader:
        card = await pressed(reader, "several", "3", "enter", "2")
        assert "How sure" not in text_of(card)
        assert "not everything" in text_of(card)
        assert given(store, "several") == QuizGiven(answer="3", right=False, tries=1, confidence=2)
        await reader.press("1", "enter")
        assert given(store, "several").answer == "1,3"
        assert given(store, "several").right
        assert "Two does not." in text_of(card)


async def test_a_choice_is_taken_back_before_it_counts(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    async with reading(app_for(make_app, tmp_path, SEVERAL), LESSON) as reader:
        card = await pressed(reader, "several", "2", "enter", "escape", "2", "1", "3", "enter", "4")
        assert given(store, "several") == QuizGiven(answer="1,3", right=True, tries=1, confidence=4)
        assert isinstance(card, QuestionCard)
        assert not card.offers()


async def test_entries_are_carried_by_arrows_and_by_digits(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    async with reading(app_for(make_app, tmp_path, ORDER), LESSON) as reader:
        card = await reader.mark("order")
        assert isinstance(card, OrderCard)
        begun = card.arranged
        await reader.press("down", "shift+up")
        assert card.arranged == (begun[1], begun[0], begun[2])
        for place, number in enumerate((1, 2, 3), 1):
            card.row = card.arranged.index(number)
            await reader.press(str(place))
        await reader.press("enter", "3")
        assert card.right
        assert given(store, "order").answer == "1,2,3"
        assert "Alphabet." in text_of(card)


async def test_pairs_are_chosen_row_by_row(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    async with reading(app_for(make_app, tmp_path, MATCH), LESSON) as reader:
        card = await reader.mark("match")
        assert isinstance(card, QuestionCard)
        await reader.press("enter")
        assert not card.pending
        keys = [str(card.order.index(number) + 1) for number in (1, 2)]
        await reader.press(*keys, "enter", "4")
        assert given(store, "match").answer == "1,2"
        assert given(store, "match").right


async def test_what_was_answered_stands_there_in_the_next_sitting(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    blocks = (SEVERAL, ORDER, MATCH)
    store.record(LESSON, "order", QuizGiven(answer="1,2,3", right=True, tries=2))
    store.record(LESSON, "several", QuizGiven(answer="1", right=False, tries=1))
    store.record(LESSON, "match", QuizGiven(answer="3,9", right=True, tries=1))
    async with reading(app_for(make_app, tmp_path, *blocks), LESSON) as reader:
        cards = reader.screen.column.blocks
        assert "[x] one" in text_of(cards["several"])
        order = cards["order"]
        assert isinstance(order, OrderCard)
        assert order.arranged == (1, 2, 3)
        assert "changed since" in text_of(cards["match"])


async def test_a_misconception_is_explained_once_it_is_a_pattern(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    wrong = QuizGiven(answer="1", right=False, tries=1, tag=TAG)
    aside = Aside(id="aside", when=TAG, title="On steps.", text="A step takes a batch.")
    async with reading(app_for(make_app, tmp_path, NUMBER, aside), LESSON) as reader:
        closed = await pressed(reader, "aside")
        assert "takes a batch" not in text_of(closed)
        await reader.press("enter")
        assert "takes a batch" in text_of(closed)
        store.record("other/lesson", "first", wrong)
        card = await pressed(reader, "number", "enter", "3", "enter", "4")
        assert "one update from the mean" in text_of(card)
        assert given(store, "number").tag == TAG
    async with reading(app_for(make_app, tmp_path, NUMBER, aside), LESSON) as reader:
        assert "takes a batch" in text_of(reader.screen.column.blocks["aside"])


async def test_how_sure_is_not_asked_where_the_learner_wants_it_so(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text('{"confidence": "never"}')
    async with reading(app_for(make_app, tmp_path, NUMBER), LESSON) as reader:
        await pressed(reader, "number", "enter", "2", "enter")
        assert given(store, "number") == QuizGiven(answer="2", right=True, tries=1)


async def test_points_of_the_model_answer_are_ticked_and_kept(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    async with reading(app_for(make_app, tmp_path, REFLECT), LESSON) as reader:
        card = await pressed(reader, "words", "enter", "x", "escape", "m", "2")
        assert "Yours says 1 of 2." in text_of(card)
    assert store.lesson(LESSON).compared == (("words", "2"),)


async def test_a_sketch_is_drawn_kept_and_laid_over_the_run(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    make = app_for(make_app, tmp_path, SKETCH, RUN)
    async with reading(make, LESSON) as reader:
        card = await reader.mark("sketch")
        assert isinstance(card, SketchCard)
        await reader.press("up", "up", "right", "down", "down", "right", "down", "down", "enter")
        assert store.lesson(LESSON).predictions == ()
        assert list(reader.screen.column.blocks) == ["sketch"]
        await reader.press("3")
        kept = PredictionGiven(choice="4,2,0,0,0,0", confidence=3)
        assert store.lesson(LESSON).prediction("sketch") == kept
        assert list(reader.screen.column.blocks) == ["sketch", "run"]
    verdict = Verdict(observed="4,2,1,0,0,0", right=None, runs=("x",))
    store.record(LESSON, "sketch", verdict)
    async with reading(make, LESSON) as reader:
        card = await pressed(reader, "sketch", "up", "enter")
        assert "As you drew it: the curve falls all the way" in text_of(card)
        assert "ooo" in text_of(card)
        assert store.lesson(LESSON).prediction("sketch") == kept


def record_run(root: Path, store: ProgressStore, scenario: str, losses: list[float]) -> None:
    """A run on disk, and that it was made."""
    runs = RunStore(root)
    info = runs.create(RunRequest(recipe="m:r", name=scenario, origin=LESSON))
    with RunWriter(runs.folder(info.run) / STEPS, groups=1, layers=1) as writer:
        for step, loss in enumerate(losses, 1):
            writer.write(StepEnded(step, 0, loss, (0.1,), 1.0, 1.0, (1.0,)), 0.001 * step)
    made = RunMade(run=info.run, scenario=scenario, seed=0, standard=True)
    store.record(LESSON, "", made)


async def test_before_the_runs_there_is_nothing_to_name(
    make_app: MakeApp, store: ProgressStore, tmp_path: Path
) -> None:
    store.skip_run(LESSON, "run")
    async with reading(app_for(make_app, tmp_path, RUN, CURVES, MARK), LESSON) as reader:
        for block in ("curves", "mark"):
            card = await pressed(reader, block, "1", "enter")
            assert "r makes" in text_of(card)
        assert store.lesson(LESSON).quizzes == ()


async def test_own_runs_are_named_and_pointed_at(
    make_app: MakeApp,
    store: ProgressStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.screens.lesson.locate", lambda *_: Stretch(first=4, last=6))
    record_run(tmp_path / "runs", store, "plain", [4.0 - step / 10 for step in range(40)])
    record_run(tmp_path / "runs", store, "heavy_ball", [4.0 / (1 + step) for step in range(40)])
    make = app_for(make_app, tmp_path, RUN, CURVES, MARK)
    async with reading(make, LESSON, size=(120, 40)) as reader:
        curves = await reader.mark("curves")
        assert isinstance(curves, CurvesCard)
        assert len(curves.curves) == 2
        assert "ball" in text_of(curves)
        keys = [str(curves.order.index(number) + 1) for number in (1, 2)]
        await reader.press(*keys, "enter", "2")
        assert given(store, "curves").right
        mark = await reader.mark("mark")
        assert isinstance(mark, MarkCard)
        await settled(reader.pilot, mark)
        await reader.press("right", "right", "enter", "1")
        assert "Step 3 is too early." in text_of(mark)
        await reader.press("shift+right", "left", "right", "enter")
        assert given(store, "mark").answer == "5"
        assert given(store, "mark").right


async def settled(pilot: Pilot[None], card: MarkCard) -> None:
    """Until the right steps are known."""
    for _ in range(100):
        await pilot.pause()
        if card.truth is not None:
            return
    raise AssertionError("nobody has worked out the right steps")
