"""Where do I start: predictions first, their runs in the background, and both at the end."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from rough_engine import RoughEngine
from stage import Stage, StageEngine, lessons

from engine.errors import EngineError
from lessons.catalog import Catalog
from lessons.placement import runs as placement_runs
from lessons.placement.items import Asked
from lessons.placement.runs import Found, PlacementRuns, Trace
from lessons.progress.store import ProgressStore
from lessons.questions.forms import Choice, Choices
from lessons.questions.run_curves import RunCurve
from lessons.schema import Predict, Quiz, Unit
from tui.app import TutorApp
from tui.placing_found import ends, paper_of, stretched
from tui.plain.placing import PlainPlacement
from tui.plain.talk import Talk
from tui.screens.home import HomeScreen
from tui.screens.placement import PlacementScreen
from tui.settings import Settings, SettingsStore
from tui.widgets.key_bar import KeyBar

QUESTION = Quiz(
    id="which",
    ask="Which of *these*?",
    form=Choices(
        shuffle=False,
        choices=(
            Choice(text="the right one", why="Yes.", right=True),
            Choice(text="a wrong one", why="No."),
        ),
    ),
)
RIGHT, WRONG = "3", "1"
"""What is pressed for Nesterov, which the stage's engine says, and for plain descent."""


def catalog(folder: Path) -> Catalog:
    """Two lessons that do not rest on each other: a prediction and a question each."""
    unit = lessons(folder)[0]
    like = unit.lessons[0]
    made = []
    for number in range(2):
        blocks = tuple(
            replace(one, placement=f"Race {number}: which is first?", placement_options=one.options)
            if isinstance(one, Predict)
            else one
            for one in like.blocks
            if not isinstance(one, Quiz)
        )
        made.append(
            replace(
                like,
                id=f"u/l{number}",
                title=f"Lesson {number}",
                requires=(),
                blocks=blocks,
                reviews=(QUESTION,),
            )
        )
    return Catalog(units=(Unit(id="u", title="Unit", aim="", lessons=tuple(made)),))


@asynccontextmanager
async def staged(folder: Path, engine: StageEngine | None = None) -> AsyncIterator[Stage]:
    """The app with these lessons, asking."""
    engine = engine or StageEngine(folder / "runs")
    app = TutorApp(
        catalog(folder / "curriculum"),
        ProgressStore.in_memory(),
        SettingsStore(folder / "settings.json", Settings()),
        engine,  # type: ignore[arg-type]
        describe_runs=str,
    )
    async with app.run_test(size=(80, 24)) as pilot:
        at = Stage(app, pilot, engine, folder)
        await at.press("w")
        await at.on(PlacementScreen)
        yield at


def asking(at: Stage) -> PlacementScreen:
    assert isinstance(at.app.screen, PlacementScreen)
    return at.app.screen


def text(at: Stage) -> str:
    return "\n".join(line.plain for line in asking(at).page.wrapped(76))


def settled(at: Stage) -> int:
    return sum(one.found is not None for one in asking(at).foretold)


async def test_runs_decide_while_the_learner_goes_on(tmp_path: Path) -> None:
    async with staged(tmp_path) as at:
        assert "Prediction · 1 of at most 4" in text(at)
        assert "Race 0: which is first?" in text(at)
        await at.press(RIGHT, "4")
        assert "Race 1: which is first?" in text(at)
        await at.press(WRONG, "3")
        await at.until(lambda: settled(at) == 2)
        # Only what was missed is asked about again; it could still be made good.
        assert "Question · 3 of at most 4" in text(at)
        await at.press("d")
        said = text(at)
        assert "Start with “Lesson 1”." in said
        assert "◇ Lesson 0" in said
        assert "1 of 2 as you predicted" in said
        assert "as you said: Nesterov" in said
        assert "otherwise: Nesterov" in said
        assert "plain descent (fairly sure)" in said
        assert "2.022 → 0.227" in said
        assert len(at.engine.sessions) == 6
        assert at.app.progress.all() == ()
        assert "read on" in [one.title for one in at.app.screen.query_one(KeyBar).keys.here]
        await at.press("space")
        assert asking(at).scroller.scroll_offset.y > 0


async def test_the_last_runs_are_waited_for_or_not_as_the_learner_likes(tmp_path: Path) -> None:
    engine = StageEngine(tmp_path / "runs", hold_at=60)
    async with staged(tmp_path, engine) as at:
        await at.press(RIGHT, "4", RIGHT, "4")
        assert "The last runs are being made" in text(at)
        assert "2 predictions of yours" in text(at)
        await at.press("enter")
        assert "Start with “Lesson 0”." in text(at)
        assert "are still being made" in text(at)
        await at.press("escape")
        assert isinstance(at.app.screen, HomeScreen)
        await at.until(lambda: all(one.is_finished for one in at.app.workers))
        assert len(engine.sessions) == 1


async def test_without_a_trainer_questions_go_on(tmp_path: Path) -> None:
    engine = StageEngine(tmp_path / "runs")
    engine.refusal = EngineError("The trainer did not start", "It is not there.", "Ask again.")
    engine.start = refusing(engine)  # type: ignore[method-assign]
    async with staged(tmp_path, engine) as at:
        await at.press(RIGHT, "4")
        await at.until(lambda: settled(at) == 1)
        assert "cannot be made here" in text(at)
        assert "It is not there." in " ".join(text(at).split())
        assert "Question · 2 of at most 3" in text(at)
        for _ in range(2):
            assert "Question" in text(at)
            await at.press("1", "4")
        assert "all of it already" in text(at)
        assert "could not be made" in text(at)


def refusing(engine: StageEngine) -> Any:
    def start(asked: object) -> None:
        assert engine.refusal is not None
        raise engine.refusal

    return start


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_becomes_of_runs_a_place_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(placement_runs, "LONGEST", 0.3)
    async with staged(tmp_path, RoughEngine(tmp_path / "runs", Random(seed))) as at:
        for _ in range(6):
            if asking(at).asked is not None:
                await at.press("1", "2")
        await at.until(lambda: asking(at).asked is not None or not asking(at).waits)
        while asking(at).asked is not None:
            await at.press("d")
            await at.until(lambda: asking(at).asked is not None or not asking(at).waits)
        assert "Start with" in text(at)


def test_the_same_in_lines_of_text(tmp_path: Path) -> None:
    target = io.StringIO()
    typed = "".join(f"{line}\n" for line in (RIGHT, "4", WRONG, "3", "s", "2"))
    talk = Talk(io.StringIO(typed), target)
    runs = PlacementRuns(StageEngine(tmp_path / "runs"), "cpu")  # type: ignore[arg-type]
    store = ProgressStore.in_memory()
    PlainPlacement(talk, catalog(tmp_path / "curriculum"), store, runs).take()
    said = target.getvalue()
    assert "Predict: Race 0: which is first?" in said
    assert "The runs say, as you said: Nesterov." in said
    assert "The runs say, otherwise: Nesterov." in said
    assert "plain descent: loss 2.022 → 0.227, 200 steps" in said
    assert "Start with “Lesson 1”." in said
    assert store.all() == ()


def found(*curves: tuple[float, ...], log: bool = False) -> Found:
    traces = tuple(Trace(label="run", curve=RunCurve(1, values)) for values in curves)
    asked = Asked(lesson="u/l", question=QUESTION)
    return Found(asked=asked, observed="a", traces=traces, log=log)


def test_what_breaks_out_does_not_flatten_the_others() -> None:
    paper = paper_of(found((2.0, 1.0), (2.0, 1e30, float("nan")), (2.0, 1e-30), log=True))
    assert (paper.low, paper.high) == pytest.approx((2e-3, 4.0))
    assert paper_of(found((-1.0, 3.0))).high == 3.0
    assert paper_of(found(())).high > 0


def test_few_steps_fill_the_width_and_ends_are_written() -> None:
    few = stretched(RunCurve(1, (1.0, 2.0)), 6)
    assert few == ((1.0,), (1.0,), (1.0,), (2.0,), (2.0,), (2.0,))
    assert len(stretched(RunCurve(1, tuple(map(float, range(100)))), 6)) == 6
    assert ends(RunCurve(1, ())) == "no steps"
    assert ends(RunCurve(1, (2.0, float("inf")))) == "2 → no number"
