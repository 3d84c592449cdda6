"""The lab screen with an engine that plays runs back: every key, every size, every state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lab_samples import (
    CHUNK,
    LAB,
    LESSON,
    RACE,
    STEPS,
    PlayedEngine,
    drawn,
    make_app,
    open_lab,
    until,
    words,
)

from engine.commands import Pause, Resume, SetHyperparameter, SetPace, Step, StepEpoch, Stop
from engine.errors import EngineError
from engine.request import RunRequest
from lessons.progress.records import PredictionGiven
from lessons.schema import Lesson, Run
from tui.app import TutorApp
from tui.lab.smoothing import SMOOTHINGS
from tui.screens.code import CodeScreen
from tui.screens.lab import LabScreen
from tui.screens.lab.commands import ACTIONS
from tui.widgets.knob_panel import KnobPanel

SIZES = ((80, 24), (120, 40), (200, 50))
PLAIN = replace(LESSON, lab=replace(LAB, views=(), knobs=LAB.knobs[:0]))
"""A lab without views and knobs; its scenarios name none."""
PLAIN = replace(
    PLAIN,
    lab=replace(
        PLAIN.lab, scenarios=tuple(replace(one, settings=()) for one in PLAIN.lab.scenarios)
    ),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A lab that is open."""

    pilot: Any
    app: TutorApp
    engine: PlayedEngine
    screen: LabScreen

    async def press(self, *keys: str) -> None:
        """Press keys, one after another, each answered before the next."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def to_the_plots(self) -> None:
        """Leave whatever has come up over the plots, or in their place."""
        while self.app.screen is not self.screen:
            await self.press("escape")
        while self.screen.step_back():
            await self.pilot.pause()

    async def until_over(self) -> None:
        """Wait until everything asked for is made and drawn."""
        screen = self.screen
        await until(self.pilot, lambda: bool(screen.bench.runs) and not screen.making)
        await self.pilot.pause(0.05)

    async def until_step(self, step: int) -> None:
        """Wait until the newest run has come so far, and is drawn."""
        bench = self.screen.bench
        await until(
            self.pilot, lambda: bench.newest is not None and bench.newest.history.step == step
        )
        await self.pilot.pause(0.05)

    @property
    def state(self) -> str:
        """What the first row says the run is doing."""
        return self.screen.top.right


@asynccontextmanager
async def room(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 40),
    block: Run | None = None,
    hold_at: int | None = None,
    lesson: Lesson = LESSON,
    predicted: bool = True,
) -> AsyncIterator[Room]:
    engine = PlayedEngine(folder / "runs", hold_at)
    app = make_app(folder, engine, lesson)
    if predicted:
        given = PredictionGiven(choice="slow", confidence=2)
        app.progress.record(lesson.id, "lower", given)
    async with app.run_test(size=size) as pilot:
        yield Room(pilot, app, engine, await open_lab(pilot, block))


def keys_but_leaving() -> list[str]:
    return [key for command in ACTIONS for key in command.keys if command.id != "back"]


@pytest.mark.parametrize(("size", "hold_at"), [(SIZES[0], None), (SIZES[1], 45)], ids=str)
async def test_every_key_in_every_state(
    tmp_path: Path, size: tuple[int, int], hold_at: int | None
) -> None:
    async with room(tmp_path, size=size, block=RACE, hold_at=hold_at) as lab:
        for key in keys_but_leaving():
            await lab.to_the_plots()
            await lab.press(key)
        await lab.to_the_plots()
        for name in ("#loss", "#lr", "#gradients"):
            chart = lab.screen.query_one(name)
            if chart.display and chart.size:
                assert all(len(row) <= chart.size.width for row in words(lab.screen, name))
        await lab.press("escape", "escape")
        await until(lab.pilot, lambda: lab.app.screen is not lab.screen)


async def test_a_lab_without_views_and_knobs_takes_every_key(tmp_path: Path) -> None:
    async with room(tmp_path, size=SIZES[0], lesson=PLAIN) as lab:
        assert not lab.screen.query_one(KnobPanel).display
        for key in keys_but_leaving():
            await lab.to_the_plots()
            await lab.press(key)
        await lab.to_the_plots()
        assert "view" not in lab.screen.offered
        assert "knobs" not in lab.screen.offered


async def test_what_the_block_asks_for_is_made_at_once_and_then_the_chosen_one(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        assert [one.info.request.name for one in lab.engine.sessions] == ["slow", "fast"]
        record = lab.app.progress.lesson(LESSON.id)
        assert [run.scenario for run in record.runs] == ["slow", "fast"]
        await lab.press("1", "r")
        await lab.until_over()
        assert [one.info.request.name for one in lab.engine.sessions] == ["slow", "fast", "slow"]
        assert len(lab.screen.bench.shown()) == 2


async def test_the_last_step_of_a_run_is_on_the_plots_and_in_the_words(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        assert lab.state.startswith(f"■ finished  {STEPS} steps")
        last = lab.screen.bench.runs[0].history.at(STEPS)
        assert f"{last.loss:.4g}" in words(lab.screen, "#reading")[0]
        right = [row[-8:] for row in words(lab.screen, "#lr")[1:-1]]
        assert any(cell > "⠀" for row in right for cell in row)


async def test_predictions_are_settled_when_the_runs_are_there(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        await until(lab.pilot, lambda: lab.screen.has_class("-verdict"))
        said = words(lab.screen, "#verdict")[0]
        assert "you said small steps; the runs say large steps" in said
        verdict = lab.app.progress.lesson(LESSON.id).verdict("lower")
        assert verdict is not None
        assert (verdict.observed, verdict.right) == ("fast", False)


async def test_the_guess_is_named_beside_its_scenario(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        row = words(lab.screen, "ScenarioRow")[0]
        assert "your guess" in row[: row.index("large steps")]
        assert "your guess" not in row[row.index("large steps") :]


async def test_an_open_prediction_is_asked_for_once(tmp_path: Path) -> None:
    async with room(tmp_path, predicted=False) as lab:
        await lab.press("r")
        assert lab.engine.sessions == []
        await lab.press("r")
        await lab.until_over()
        assert len(lab.engine.sessions) == 1


async def test_pause_and_resume(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=50) as lab:
        await lab.press("r")
        await lab.until_step(50)
        assert lab.state.startswith("● training  step 50/200  epoch 3/10")
        await lab.press("space")
        await until(lab.pilot, lambda: lab.state.startswith("‖ paused"))
        await lab.press("space")
        await until(lab.pilot, lambda: lab.state.startswith("● training"))
        assert lab.engine.sessions[0].sent == [Pause(), Resume()]


async def test_space_before_anything_runs_makes_a_run(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("space")
        await lab.until_over()
        assert lab.screen.bench.runs[0].history.step == STEPS


async def test_one_step_begins_a_run_that_waits(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("full_stop")
        await until(lab.pilot, lambda: lab.state.startswith("‖ paused  step 0"))
        await lab.press("full_stop")
        await lab.until_step(1)
        await lab.press("e")
        await lab.until_step(20)
        session = lab.engine.sessions[0]
        assert session.info.request.start_paused
        assert session.sent == [Step(), StepEpoch()]
        await lab.press("x")
        await lab.until_over()
        assert lab.state.startswith("□ stopped  20 steps")


async def test_stop_ends_all_and_records_none(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE, hold_at=30) as lab:
        await lab.until_step(30)
        assert lab.state.endswith("1 to follow")
        await lab.press("x")
        await lab.until_over()
        assert len(lab.engine.sessions) == 1
        assert lab.app.progress.lesson(LESSON.id).runs == ()
        assert lab.screen.bench.runs[0].history.step == 30


async def test_all_runs_every_scenario(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("a")
        await lab.until_over()
        assert [one.info.request.name for one in lab.engine.sessions] == ["slow", "fast", "long"]
        said = words(lab.screen, "TopLine")[0] + words(lab.screen, "ScenarioRow")[-1]
        assert "differs: lr 0.01 / 0.1 / 0.01   steps 200 / 200 / 1000000" in said


async def test_a_new_seed_is_another_run(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("n")
        await lab.until_over()
        assert [one.info.request.seed for one in lab.engine.sessions] == [1]
        assert "seed 1" in words(lab.screen, "ScenarioRow")[0]


async def test_full_speed_is_told_to_the_run_under_way_and_to_the_next(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        paced = lab.engine.sessions[0].info.request.steps_per_second
        assert paced == STEPS / 4
        assert "shown at 50/s" in lab.state
        await lab.press("f")
        assert lab.engine.sessions[0].sent == [SetPace(None)]
        assert "shown at" not in lab.state
        await lab.press("f")
        assert lab.engine.sessions[0].sent[-1] == SetPace(STEPS / 4)


async def test_choosing_a_scenario_takes_the_hand_off_the_knobs(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("k", "right", "escape")
        assert lab.screen.bench.turned == {"lr": 0.013}
        assert "by hand" in words(lab.screen, "ScenarioRow")[0]
        await lab.press("2")
        assert lab.screen.bench.turned == {}
        assert lab.screen.bench.scenario.name == "fast"
        await lab.press("9")
        assert lab.screen.bench.scenario.name == "fast"


async def test_live_knobs_act_on_the_run_under_way(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("k", "right", "down", "right")
        assert lab.engine.sessions[0].sent == [SetHyperparameter("lr", 0.013)]
        assert set(lab.screen.bench.turned) == {"lr", "steps"}
        await lab.press("backspace")
        assert set(lab.screen.bench.turned) == {"lr"}


async def test_a_knob_turned_while_training_does_not_hide_the_curve(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        ink = words(lab.screen, "#loss")[1:-1]
        await lab.press("k", "right", "escape")
        await until(lab.pilot, lambda: lab.screen.plans["slow"].lr[0] == 0.013)
        assert words(lab.screen, "#loss")[1:-1] == ink
        assert "H" in words(lab.screen, "#loss")[-1]


async def test_a_run_by_hand_is_no_standard_run(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        await lab.press("1", "k", "right", "escape", "r")
        await lab.until_over()
        runs = lab.app.progress.lesson(LESSON.id).runs
        assert [run.standard for run in runs] == [True, True, False]
        assert lab.screen.bench.shown()[-1].label == "small steps, by hand"


async def test_the_cursor_starts_at_the_newest_step_and_reads_all_plots(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("left")
        assert lab.screen.state.cursor is None
        await lab.press("r")
        await lab.until_over()
        await lab.press("left")
        assert lab.screen.state.cursor == STEPS
        stride = round(lab.screen.steps_per_column)
        assert stride > 1
        await lab.press("left", "h")
        assert lab.screen.state.cursor == STEPS - 2 * stride
        await lab.press("shift+left", "right", "L", "L")
        assert lab.screen.state.cursor == STEPS
        for _ in range(12):
            await lab.press("H")
        assert lab.screen.state.cursor == 1
        assert words(lab.screen, "#reading")[0].strip().startswith("step 1   loss")
        await lab.press("0")
        assert lab.screen.state.cursor is None


async def test_zoom_halves_and_doubles_within_the_run(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        await lab.press("plus")
        first, last = lab.screen.state.first, lab.screen.state.last
        assert first is not None
        assert last is not None
        assert last - first == pytest.approx((STEPS - 1) / 2)
        for _ in range(10):
            await lab.press("plus")
        first, last = lab.screen.state.first, lab.screen.state.last
        assert first is not None
        assert last is not None
        assert last - first == pytest.approx(8)
        for _ in range(10):
            await lab.press("minus")
        assert (lab.screen.state.first, lab.screen.state.last) == (None, None)


async def test_log_smooth_and_overlay(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        linear = drawn(lab.screen, ("loss",))
        await lab.press("y")
        assert drawn(lab.screen, ("loss",)) != linear
        assert "(log)" in words(lab.screen, "#loss")[0]
        await lab.press("y")
        assert drawn(lab.screen, ("loss",)) == linear
        begun = SMOOTHINGS.index(lab.screen.state.smoothing)
        for click in range(1, len(SMOOTHINGS) + 1):
            await lab.press("s")
            assert lab.screen.state.smoothing == SMOOTHINGS[(begun + click) % len(SMOOTHINGS)]
        await lab.press("S")
        assert lab.screen.state.smoothing == SMOOTHINGS[begun - 1]
        assert f"EMA {SMOOTHINGS[begun - 1]:g}" in words(lab.screen, "#loss")[0]
        await lab.press("s")
        await lab.press("o")
        assert "○ large" in words(lab.screen, "#loss")[0]
        assert "▽ small" not in words(lab.screen, "#loss")[0]
        await lab.press("o")
        assert drawn(lab.screen, ("loss",)) == linear


async def test_all_the_room_goes_to_the_pane_with_the_focus_and_back(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        every = ("loss", "lr", "gradients", "view", "knobs")

        def seen() -> list[str]:
            return [name for name in every if lab.screen.query_one(f"#{name}").display]

        await lab.press("z")
        assert seen() == ["loss"]
        await lab.press("tab")
        assert seen() == ["lr"]
        await lab.press("z")
        assert seen() == list(every)
        await lab.press("v", "k", "z")
        assert seen() == ["knobs"]
        await lab.press("escape")
        assert seen() == list(every)
        assert lab.screen.focused_pane() == "knobs"
        await lab.press("escape")
        assert lab.screen.focused is None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_tab_goes_round_the_panes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with room(tmp_path, size=size) as lab:
        seen = []
        for _ in range(6):
            await lab.press("tab")
            seen.append(lab.screen.focused_pane())
            assert seen[-1] in lab.screen.displayed()
        assert seen == ["loss", "lr", "gradients", "view", "knobs", "loss"]
        await lab.press("shift+tab")
        assert lab.screen.focused_pane() == "knobs"


async def test_code_opens_and_closes_while_the_run_goes_on(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r", "c")
        assert isinstance(lab.app.screen, CodeScreen)
        await lab.until_over()
        await lab.press("escape")
        assert lab.app.screen is lab.screen
        await lab.pilot.pause(0.1)
        assert lab.state.startswith("■ finished")
        last = lab.screen.bench.runs[0].history.at(STEPS)
        assert f"{last.loss:.4g}" in words(lab.screen, "#reading")[0]


async def test_narrow_rooms_show_one_thing_at_a_time(tmp_path: Path) -> None:
    async with room(tmp_path, size=(80, 24)) as lab:
        plots, side = lab.screen.query_one("#plots"), lab.screen.query_one("#side")
        assert (plots.display, side.display) == (True, False)
        await lab.press("v")
        assert (plots.display, side.display) == (False, True)
        assert words(lab.screen, "ViewPane")[0].startswith("▸ surface")
        await lab.press("v")
        assert (plots.display, side.display) == (True, False)
        await lab.press("k")
        assert (plots.display, side.display) == (False, True)
        await lab.press("escape")
        assert (plots.display, side.display) == (True, False)


async def test_leaving_stops_the_run(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("escape")
        assert lab.app.screen is lab.screen
        await lab.press("escape")
        await until(lab.pilot, lambda: lab.engine.sessions[0].ended is not None)
        await until(lab.pilot, lambda: lab.app.screen is not lab.screen)
        assert lab.engine.sessions[0].sent == [Stop()]


async def test_the_question_about_leaving_goes_with_the_lab(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("escape")
        await until(lab.pilot, lambda: bool(lab.app._notifications))
        await lab.press("escape")
        await until(lab.pilot, lambda: lab.app.screen is not lab.screen)
        await until(lab.pilot, lambda: not lab.app._notifications)


async def test_a_question_about_leaving_that_is_gone_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.lab.making.ASKED", 0.05)
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("escape")
        await until(lab.pilot, lambda: not lab.screen.asked_to_leave)
        await lab.press("escape")
        assert lab.app.screen is lab.screen


async def test_every_run_is_asked_about_anew_before_leaving_stops_it(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        await lab.press("escape", "x")
        await lab.until_over()
        await lab.press("r")
        await until(lab.pilot, lambda: lab.screen.making)
        await lab.press("escape")
        await lab.pilot.pause(0.1)
        assert lab.app.screen is lab.screen


async def test_quitting_does_not_wait_for_the_run(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        session = lab.engine.sessions[0]
    for _ in range(500):
        if session.ended is None:
            await asyncio.sleep(0.01)
    assert session.sent == [Stop()]
    assert session.ended is not None


async def test_a_run_that_cannot_begin_says_why(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        lab.engine.refusal = EngineError("The run could not be stored", "No space.", "Free some.")
        await lab.press("r")
        await until(lab.pilot, lambda: bool(lab.app._notifications))
        assert not lab.screen.making
        notice = list(lab.app._notifications)[-1]
        assert notice.title == "The run could not be stored"
        assert "Free some." in notice.message


async def test_a_lab_whose_plan_fails_says_so_and_still_runs(tmp_path: Path) -> None:
    engine = PlayedEngine(tmp_path / "runs")

    def broken(asked: RunRequest) -> Any:
        raise EngineError("NameError in the lab's code", "name 'x'", "Read the traceback.")

    engine.plan = broken  # type: ignore[method-assign]
    app = make_app(tmp_path, engine)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = LabScreen(LESSON, None)
        await app.push_screen(screen)
        await until(pilot, lambda: bool(app._notifications))
        await pilot.press("r", "r")
        await until(pilot, lambda: not screen.making and bool(screen.bench.runs))
        assert screen.bench.runs[0].history.step == STEPS


async def test_nothing_is_drawn_again_for_messages_that_change_nothing(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=2 * CHUNK) as lab:
        await lab.press("r")
        await lab.until_step(2 * CHUNK)
        before = drawn(lab.screen)
        for _ in range(3):
            lab.screen.redraw()
            await lab.pilot.pause(0.02)
        assert drawn(lab.screen) == before


async def test_a_run_whose_rate_was_turned_on_the_way_settles_nothing(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=30) as lab:
        await lab.press("r")
        await lab.until_step(30)
        run = lab.screen.bench.newest
        assert run is not None
        assert run.standard
        await lab.press("k", "right")
        await until(lab.pilot, lambda: not run.standard)


async def test_a_thread_that_fails_is_told_of_and_nothing_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(tmp_path) as lab:

        def broken(requests: object) -> None:
            raise RuntimeError("the thread broke")

        monkeypatch.setattr(lab.screen.bridge, "make", broken)
        said: list[str] = []
        monkeypatch.setattr(lab.screen, "say", lambda problem: said.append(problem.reason))
        await lab.press("r")
        await until(lab.pilot, lambda: bool(said))
        assert said == ["the thread broke"]
        assert not lab.screen.making


async def test_turning_a_knob_plans_the_chosen_scenario_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room(tmp_path) as lab:
        asked: list[str] = []
        plan = lab.engine.plan

        def counted(request: Any) -> Any:
            asked.append(request.name)
            return plan(request)

        monkeypatch.setattr(lab.engine, "plan", counted)
        await lab.press("k", "right")
        await until(lab.pilot, lambda: lab.screen.plans["slow"].lr[0] == 0.013)
        assert asked == ["slow"]
