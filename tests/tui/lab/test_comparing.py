"""Comparing runs in the lab: the table and its keys, undo, seeds, twins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lab_samples import EPOCH, LAB, LESSON, RACE, STEPS, drawn, until, words
from test_lab_screen import SIZES, Room, room
from textual.widgets import Input

from engine.commands import Pause, Resume, SetHyperparameter, Stop
from tui.lab.table import Order
from tui.widgets.ask_row import AskRow
from tui.widgets.run_table import RunTable

ONE = replace(LESSON, lab=replace(LAB, scenarios=LAB.scenarios[:1]), blocks=LESSON.blocks[:1])
"""A lab with one scenario."""


def ids(lab: Room) -> list[str]:
    return [run.info.run for run in lab.screen.bench.shown()]


def table(lab: Room) -> RunTable:
    return lab.screen.query_one(RunTable)


async def with_two_runs(lab: Room) -> None:
    """Both scenarios of the block, and the table with the focus on the newer one."""
    await lab.until_over()
    await lab.press("t")
    assert table(lab).has_focus


async def answer(lab: Room, text: str) -> None:
    """Type an answer instead of the one that is there."""
    lab.screen.query_one(AskRow).query_one(Input).value = text
    await lab.press("enter")


async def done(lab: Room, runs: int) -> None:
    """Wait until so many runs are made."""
    screen = lab.screen
    await until(lab.pilot, lambda: len(screen.bench.runs) == runs and not screen.making)


async def test_the_table_comes_and_goes(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("t")
        assert "No runs yet" in "\n".join(words(lab.screen, "#runs"))
        await lab.press("space", "down", "P", "delete")
        await lab.press("t")
        assert not table(lab).display
        await lab.press("t", "escape")
        assert not table(lab).display


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_table_names_every_run_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with room(tmp_path, size=size, block=RACE) as lab:
        await with_two_runs(lab)
        said = words(lab.screen, "#runs")
        assert said[0].startswith("▸ runs  2 of 2 shown  newest first")
        assert "○2 large st" in said[2]
        assert "▽1 small st" in said[3]
        last = lab.screen.bench.runs[0].history.loss.latest
        assert f"{last:.4g}" in said[3]
        assert any("large steps, seed 0" in row for row in said[4:])


async def test_space_hides_and_shows(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await with_two_runs(lab)
        await lab.press("space")
        assert ids(lab) == ["run0"]
        assert "differs" not in words(lab.screen, "TopLine")[0]
        await lab.press("space")
        assert ids(lab) == ["run0", "run1"]
        assert "differs: lr 0.01 / 0.1" in words(lab.screen, "TopLine")[0]


async def test_space_pins_a_run_that_others_would_crowd_out(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        await lab.press("1", "r")
        await done(lab, 3)
        await lab.press("t", "down", "down")
        assert ids(lab) == ["run1", "run2"]
        await lab.press("space")
        assert ids(lab) == ["run0", "run1", "run2"]
        assert lab.screen.bench.curation.pinned == {"run0"}


async def test_pin_only_and_all(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await with_two_runs(lab)
        await lab.press("P", "j", "enter")
        assert ids(lab) == ["run0", "run1"]
        await lab.press("k", "P", "j", "enter")
        assert ids(lab) == ["run0"]
        await lab.press("a")
        assert ids(lab) == ["run0", "run1"]
        assert len(lab.engine.sessions) == 2


async def test_a_name_is_typed_kept_and_taken_back(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        lab.engine.runs.folder("run1").mkdir(parents=True)
        await with_two_runs(lab)
        await lab.press("n")
        await lab.press(*"best", "enter")
        assert lab.screen.bench.shown()[-1].label == "best"
        assert table(lab).has_focus
        noted = lab.engine.runs.annotations
        await until(lab.pilot, lambda: noted("run1").name == "best")
        await lab.press("P")
        await until(lab.pilot, lambda: noted("run1").pinned)
        await lab.press("n", "escape")
        assert lab.screen.bench.shown()[-1].label == "best"
        await lab.press("n")
        await answer(lab, " ")
        assert lab.screen.bench.shown()[-1].label == "large steps"
        await until(lab.pilot, lambda: noted("run1").name == "")
        await lab.press("u")
        assert lab.screen.bench.shown()[-1].label == "best"


@pytest.mark.parametrize("brought_back", [False, True])
async def test_what_is_deleted_goes_when_the_lab_is_left(
    tmp_path: Path, brought_back: bool
) -> None:
    async with room(tmp_path, block=RACE) as lab:
        folder = lab.engine.runs.folder("run1")
        folder.mkdir(parents=True)
        await with_two_runs(lab)
        await lab.press("backspace")
        assert [run.info.run for run in lab.screen.bench.runs] == ["run0"]
        assert folder.exists()
        if brought_back:
            await lab.press("u")
            assert [run.info.run for run in lab.screen.bench.runs] == ["run0", "run1"]
        await lab.to_the_plots()
        await lab.press("escape")
        await until(lab.pilot, lambda: not lab.screen.is_attached)
        assert folder.exists() == brought_back
        assert ("run1" in lab.engine.runs.trash) != brought_back


async def test_a_run_under_way_is_not_deleted(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("t", "delete")
        assert len(lab.screen.bench.runs) == 1


async def test_sorting_by_keys_and_by_the_mouse(tmp_path: Path) -> None:
    async with room(tmp_path, size=(200, 50), block=RACE) as lab:
        await with_two_runs(lab)
        await lab.press("z")
        rows = [row.run for row in table(lab).sorted_rows()]
        assert rows == ["run1", "run0"]
        await lab.press("s", "S")
        assert table(lab).order == Order(column="run", falling=True)
        assert words(lab.screen, "#runs")[0].endswith("by run ↓")
        assert [row.run for row in table(lab).sorted_rows()] == ["run0", "run1"]
        place = words(lab.screen, "#runs")[1].index("last loss")
        await lab.pilot.click(RunTable, offset=(place + 2, 1))
        assert table(lab).order == Order(column="loss")
        await lab.pilot.click(RunTable, offset=(place + 2, 1))
        assert table(lab).order == Order(column="loss", falling=True)
        lowest = table(lab).sorted_rows()[1].run
        await lab.pilot.click(RunTable, offset=(5, 3))
        assert table(lab).current == lowest


async def test_undo_takes_back_runs_knobs_and_scenarios_one_by_one(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await with_two_runs(lab)
        bench = lab.screen.bench
        await lab.press("u")
        assert ids(lab) == ["run0", "run1"]
        await lab.press("space", "escape", "1", "k", "right", "right", "escape")
        assert bench.turned == {"lr": 0.016}
        await lab.press("u")
        assert (bench.turned, bench.scenario.name) == ({}, "slow")
        await lab.press("u")
        assert bench.scenario.name == "fast"
        await lab.press("u")
        assert ids(lab) == ["run0", "run1"]
        said = list(lab.app._notifications)[-1].message
        assert said == "Undone: large steps hidden."
        await lab.press("U", "U", "U")
        assert (ids(lab), bench.turned) == (["run0"], {"lr": 0.016})
        await lab.press("U")
        assert list(lab.app._notifications)[-1].message == "Nothing to do again."


async def test_a_knob_that_is_turned_back_acts_on_the_run_under_way(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("k", "right", "escape", "u")
        assert lab.engine.sessions[0].sent == [
            SetHyperparameter("lr", 0.013),
            SetHyperparameter("lr", 0.01),
        ]


async def test_seeds_are_made_and_drawn_as_a_band_with_a_verdict(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        await lab.press("f", "1", "R")
        await answer(lab, "3")
        await done(lab, 4)
        assert [one.info.request.seed for one in lab.engine.sessions[2:]] == [1, 2]
        assert lab.screen.bench.overlay == "bands"
        assert not lab.screen.has_class("-compared")
        await lab.press("2", "R")
        await answer(lab, "3")
        await done(lab, 6)
        assert "lr 0.01 / 0.1   seed 0 / 1 / 2 each" in "".join(lab.screen.differences()[:1])
        said = " ".join(words(lab.screen, "#compared"))
        assert "these seeds cannot tell" in said
        assert "in 3 of 3" in said
        assert "median of the seeds" in drawn(lab.screen, ("loss",))
        assert "of the middle seed" in drawn(lab.screen, ("gradients",))
        await lab.press("R")
        await answer(lab, "3")
        assert len(lab.engine.sessions) == 6
        await lab.press("o")
        assert lab.screen.bench.overlay == "all"
        await lab.press("t", "space")
        assert "5 of 6 shown" in words(lab.screen, "#runs")[0]
        assert "5 of 6 shown" in " ".join(words(lab.screen, "ScenarioRow"))


async def test_a_number_of_seeds_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("R")
        asks = lab.screen.query_one(AskRow)
        for wrong in ("many", "1", "400", "²"):
            await answer(lab, wrong)
            assert asks.display
        await lab.press("escape")
        assert not asks.display
        assert lab.engine.sessions == []
        assert lab.app.screen is lab.screen


async def test_twins_are_made_together_and_steered_as_one(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        lab.engine.hold_at = 60
        await lab.press("1", "T")
        bench = lab.screen.bench
        await until(
            lab.pilot,
            lambda: [run.history.step for run in bench.shown()] == [60, 60],
        )
        assert [run.scenario for run in bench.shown()] == ["slow", "fast"]
        assert bench.scenario.name == "slow"
        said = words(lab.screen, "TopLine") + words(lab.screen, "ScenarioRow")
        assert any("twins: only lr differs: lr 0.01 / 0.1" in row for row in said)
        await lab.press("space")
        await until(lab.pilot, lambda: lab.state.startswith("‖ paused"))
        assert all(run.paused for run in bench.shown())
        await lab.press("left")
        assert lab.screen.state.cursor == 60
        first, second = (run.history.at(60).loss for run in bench.shown())
        said = words(lab.screen, "#compared")[0]
        assert f"step 60: gap in loss {abs(first - second):.4g}   lower: large steps" in said
        for session in lab.engine.sessions[2:]:
            session.hold_at = None
        await lab.press("e")
        await until(
            lab.pilot,
            lambda: [run.history.step for run in bench.shown()] == [60 + EPOCH, 60 + EPOCH],
        )
        await lab.press("space")
        await done(lab, 4)
        assert [run.history.step for run in bench.shown()] == [STEPS, STEPS]
        for session in lab.engine.sessions[2:]:
            assert not {type(one) for one in session.sent} & {Resume, Stop}


async def test_a_scenario_with_a_knob_turned_is_its_own_twin(tmp_path: Path) -> None:
    async with room(tmp_path, lesson=ONE) as lab:
        await lab.press("T")
        assert lab.engine.sessions == []
        await lab.press("k", "right", "escape", "T")
        await done(lab, 2)
        assert [run.label for run in lab.screen.bench.shown()] == [
            "small steps",
            "small steps, by hand",
        ]
        await lab.press("o", "o", "o")
        assert lab.screen.bench.overlay == "twins"


async def test_a_rate_shaped_by_hand_has_the_planned_one_as_its_twin(tmp_path: Path) -> None:
    async with room(tmp_path, lesson=ONE) as lab:
        shaped = (("schedule", "shaped"),)
        lab.screen.bench.changes = shaped
        await lab.press("T")
        await done(lab, 2)
        asked = [session.info.request for session in lab.engine.sessions]
        assert [one.changes for one in asked] == [(), shaped]
        assert asked[0].parameters == asked[1].parameters
        assert "rate by hand" in words(lab.screen, "ScenarioRow")[0]


async def test_words_tell_seeds_apart(tmp_path: Path) -> None:
    async with room(tmp_path, lesson=ONE) as lab:
        await lab.press("r")
        await done(lab, 1)
        await lab.press("n")
        await done(lab, 2)
        await lab.press("w")
        said = list(lab.app._notifications)[-1].message
        assert "small steps, seed 0, step" in said
        assert "small steps, seed 1, step" in said


async def test_leaving_stops_twins(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("T")
        await until(lab.pilot, lambda: len(lab.screen.bench.runs) == 2)
        await lab.press("escape", "escape")
        await until(lab.pilot, lambda: lab.app.screen is not lab.screen)
        sessions = lab.engine.sessions
        await until(lab.pilot, lambda: all(one.ended is not None for one in sessions))
        assert all(Stop() in one.sent and Pause() not in one.sent[:1] for one in sessions)
