"""The ward, a case and its lab: what is offered when, and what is kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeApp

from lessons.clinics.shown import Figure, Trail
from lessons.clinics.ward import CASES, load_case, load_ward
from lessons.progress.records import AttemptMade, ClinicStep
from lessons.progress.store import ProgressStore
from tui.app import TutorApp
from tui.clinics.patient import Patient
from tui.messages import ClinicRequested
from tui.screens.clinic.screen import ClinicScreen
from tui.screens.clinic.ward import WardScreen
from tui.widgets.lines import Lines
from tui.widgets.row_list import RowList

CASE = load_case(CASES / "restless")
RUN = Patient(
    run="made",
    figures=tuple(
        Figure(name, name, 1.5)
        for name in ("norm_first", "norm_most", "loss_least", "loss_last", "loss_most")
    ),
    loss=Trail("training loss", (2.3, 1.0, 4.0)),
    norm=Trail("gradient norm", (0.3, 2.0, 11.0)),
)


@pytest.fixture(autouse=True)
def a_run_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as the screen knows."""
    monkeypatch.setattr("tui.screens.clinic.working.patient", lambda *_: RUN)


def keep(store: ProgressStore, *steps: tuple[str, str, bool]) -> None:
    for stage, answer, right in steps:
        step = ClinicStep(stage=stage, answer=answer, right=right)  # type: ignore[arg-type]
        store.record(CASE.origin, CASE.id, step)


async def opened(app: TutorApp, pilot: Any, lesson: str = "", block: str = "") -> ClinicScreen:
    """The case, once it has looked at what there is."""
    app.post_message(ClinicRequested(CASE.id, lesson, block))
    for _ in range(200):
        await pilot.pause()
        if isinstance(app.screen, ClinicScreen) and app.screen.patient is not None:
            break
        await asyncio.sleep(0.005)
    assert isinstance(app.screen, ClinicScreen)
    await pilot.pause()
    return app.screen


def words(screen: ClinicScreen, where: str) -> str:
    paragraphs = screen.query_one(where, Lines).paragraphs
    return "\n".join(paragraph.text.plain for paragraph in paragraphs)


async def test_home_leads_to_the_ward_and_the_ward_to_a_case(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("c")
        assert isinstance(app.screen, WardScreen)
        rows = app.screen.cases.rows
        assert len([row for row in rows if not row.quiet]) == len(load_ward().cases)
        shown = " ".join(row.text for row in rows)
        assert not any(suspect.name in shown for suspect in CASE.suspects)
        await pilot.press("up")
        assert app.screen.cases.cursor == 1
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ClinicScreen)


async def test_a_wrong_suspect_is_answered_and_the_right_one_leads_on(
    make_app: MakeApp, store: ProgressStore
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        names = [row.key for row in screen.query_one("#choices", RowList).rows]
        assert set(names) == {suspect.key for suspect in CASE.suspects}
        await pilot.press(*["down"] * names.index("momentum"), "enter")
        await pilot.pause()
        assert "Not this one." in words(screen, "#about")
        assert "1.5" in words(screen, "#about")
        screen.choices.highlight(CASE.fault)
        await pilot.press("enter")
        await pilot.pause()
        assert screen.at.stage == "test"
        assert "That fits." in words(screen, "#about")
    steps = store.lesson(CASE.origin).clinic(CASE.id)
    assert [(step.answer, step.right) for step in steps] == [
        ("momentum", False),
        (CASE.fault, True),
    ]


async def test_a_test_is_made_by_a_worker_and_its_outcome_kept(
    make_app: MakeApp, store: ProgressStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, ("fault", CASE.fault, True))
    asked: list[tuple[object, ...]] = []

    def call(*arguments: object) -> object:
        asked.append(arguments)
        figures = [["once", "first", 0.3], ["twice", "second", 0.6]]
        parts = [dict(zip(("name", "label", "value"), one, strict=True)) for one in figures]
        return {"outcome": "doubles", "figures": parts, "trails": []}

    app = make_app()
    monkeypatch.setattr(app.engine, "call", call)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        screen.choices.highlight("same_batch")
        await pilot.press("enter")
        for _ in range(100):
            await pilot.pause()
            if screen.at.stage == "mend":
                break
            await asyncio.sleep(0.005)
        assert screen.at.stage == "mend"
        assert "0.600 the second" in words(screen, "#about")
        assert "nothing but this fault" in words(screen, "#about")
    assert asked == [("lessons.clinics.trials:perform", str(CASE.folder), "same_batch", CASE.seed)]


async def test_passing_the_exercise_mends_the_case_and_the_lesson_that_asked(
    make_app: MakeApp, store: ProgressStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from lessons.exercises.workspace import Workspace, digest

    keep(store, ("fault", CASE.fault, True), ("test", "same_batch", True))
    path = Workspace().path(CASE.origin, CASE.exercise)
    path.parent.mkdir(parents=True)
    path.write_text("mended = True\n", encoding="utf-8")
    made = AttemptMade(outcome="passed", passed=3, checks=3, digest=digest("mended = True\n"))
    store.record(CASE.origin, CASE.exercise.id, made)
    monkeypatch.setattr(ClinicScreen, "train_both", lambda *_: None)
    app = make_app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot, "optimizers/momentum", "patient")
        assert screen.at.mended
        assert "What you suspected" in words(screen, "#replay")
        await pilot.press("R")
        assert screen.at.mended
        await pilot.press("R")
        await pilot.pause()
        assert screen.at.stage == "name"
        assert not screen.query("#replay")
    assert any(step.right for step in store.lesson("optimizers/momentum").clinic("patient"))


async def test_an_unknown_case_is_said_to_be_one(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(ClinicRequested("restles"))
        await pilot.pause()
        assert not isinstance(app.screen, ClinicScreen)
        (notice,) = app._notifications
        assert 'Did you mean "restless"' in notice.message


def test_a_case_is_no_lesson_to_go_on_with(store: ProgressStore) -> None:
    store.record_position("optimizers/momentum", "ball")
    keep(store, ("fault", CASE.fault, True))
    assert store.last_lesson() == "optimizers/momentum"
