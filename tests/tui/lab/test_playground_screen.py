"""The playground and the schedule workbench, by their keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_samples import PLAN, PlayedEngine, make_app, open_lab, until, words
from textual.widgets import Input

from engine.plan import worth_drawing
from engine.playground import choices
from engine.request import Value
from engine.schedules import Horizon, Shaped
from lessons.playground import Play, write
from tui.lab.chooser import shown, turned
from tui.lab.panes import KNOBS, SCHEDULE
from tui.lab.workbench import opened
from tui.screens.home import HomeScreen
from tui.screens.lab import LabScreen
from tui.screens.playground import PlaygroundScreen
from tui.screens.share import ShareScreen, folded
from tui.widgets.chooser import Chooser
from tui.widgets.code_view import CodeView
from tui.widgets.picker import Picker
from tui.widgets.schedule_bench import ScheduleBench

DROPPING = {"schedule.decay": "step", "schedule.end": 0.5}
"""The shape nearest to the planned rate."""
SIZES = [(80, 24), (120, 40)]


async def opened_from_home(pilot: Any) -> PlaygroundScreen:
    """The playground, opened by its key."""
    await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, PlaygroundScreen))
    screen = pilot.app.screen
    await until(pilot, lambda: screen.focused_pane() == KNOBS and "play" in screen.plans)
    return screen


def chosen(screen: PlaygroundScreen) -> dict[str, Value]:
    """What was chosen."""
    return dict(screen.chosen.settings)


@pytest.mark.parametrize("size", SIZES)
async def test_choices_are_made_by_keys_taken_back_and_trained(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    engine = PlayedEngine(tmp_path)
    app = make_app(tmp_path, engine)
    async with app.run_test(size=size) as pilot:
        screen = await opened_from_home(pilot)
        assert "▸ choose" in words(screen, "#knobs")[0]
        await pilot.press("right")
        await pilot.pause()
        assert chosen(screen) == {"data": "circles"}
        assert any("* data" in line and "circles" in line for line in words(screen, "#knobs"))
        await pilot.press("u")
        await pilot.pause()
        assert chosen(screen) == {}
        await pilot.press("U", "r")
        await until(pilot, lambda: bool(screen.bench.runs) and not screen.making)
        asked = screen.bench.runs[0].info.request
        assert dict(asked.parameters)["data"] == "circles"
        assert screen.bench.runs[0].label.startswith("circles")
        narrow = size[0] < 100
        assert (KNOBS in screen.displayed()) is not narrow


async def test_what_makes_no_sense_is_said_at_its_row_and_does_not_train(tmp_path: Path) -> None:
    engine = PlayedEngine(tmp_path)
    app = make_app(tmp_path, engine)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        screen = await opened_from_home(pilot)
        screen.take(Play(parameters=(("data", "moons"), ("model", "lenet"))))
        await pilot.pause()
        shown_rows = "\n".join(words(screen, "#knobs"))
        assert "! lenet takes images" in shown_rows
        assert "Take mlp" in shown_rows.replace("\n    ", " ")
        await pilot.press("r")
        await pilot.pause()
        assert engine.sessions == []
        assert screen.chooser.cursor == "model"
        await pilot.press("right", "r")
        await until(pilot, lambda: len(engine.sessions) == 1)


async def test_what_makes_no_sense_has_no_code_and_no_slow_motion(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        play = Play(parameters=(("data", "nonsense"),))
        await app.push_screen(PlaygroundScreen(play, app.catalog))
        screen = app.screen
        assert isinstance(screen, PlaygroundScreen)
        await until(pilot, lambda: screen.focused_pane() == KNOBS)
        code = screen.query_one(CodeView).code
        assert "nonsense" in code
        assert all(line.startswith("# ") for line in code.splitlines())
        for key in ("m", "c"):
            app.clear_notifications()
            await pilot.press("escape", key)
            await pilot.pause()
            assert app.screen is screen
            assert screen.chooser.cursor == "data"
            (notice,) = app._notifications
            assert "nonsense" in notice.message


async def test_all_values_are_searched_and_numbers_typed_exactly(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened_from_home(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Picker))
        await pilot.press(*"wound", "enter")
        await until(pilot, lambda: app.screen is screen)
        assert chosen(screen) == {"data": "spirals"}
        screen.chooser.cursor = "lr"
        await pilot.press("enter", *"0.037", "enter")
        await until(pilot, lambda: chosen(screen).get("lr") == 0.037)
        await pilot.press("enter", *"fast", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Picker)
        assert "number" in str(app.screen.query_one("#said").render())
        await pilot.press("escape")
        assert chosen(screen) == {"data": "spirals", "lr": 0.037}


async def test_a_share_string_is_copied_opened_and_remembered(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened_from_home(pilot)
        await pilot.press("right", "C")
        await pilot.pause()
        assert app.clipboard == "playground?data=circles"
        assert isinstance(app.screen, ShareScreen)
        assert not app.screen.query(Input)
        await pilot.press("escape", "i")
        await until(pilot, lambda: bool(app.screen.query(Input)))
        field = app.screen.query_one(Input)
        assert field.value == app.clipboard
        field.value = "playground?dat"
        await pilot.press("enter")
        assert isinstance(app.screen, ShareScreen)
        field.value = "playground?data=sine&lr=0.5#seed=4"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: chosen(screen) == {"data": "sine", "lr": 0.5})
        assert screen.bench.seed == 4
    assert write(app.last_play.read(app.catalog)) == "playground?data=sine&lr=0.5#seed=4"


async def test_a_long_share_string_can_be_read_whole(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        text = f"playground?{'&'.join(f'optimizer.setting{n}=0.01' for n in range(9))}#seed=3"
        await app.push_screen(ShareScreen(text, copied=True))
        await pilot.pause()
        whole = app.screen.query_one("#whole")
        await until(pilot, lambda: whole.size.height > 1)
        rows = [whole.render_line(y).text.strip() for y in range(whole.size.height)]
        assert "".join(rows) == text
        assert all(row[0] in "p&#" for row in rows)


@given(st.text("abc?&#=", max_size=60), st.integers(1, 30))
def test_a_folded_string_is_itself_and_never_too_wide(text: str, room: int) -> None:
    rows = folded(text, room)
    assert "".join(rows) == text
    assert all(len(row) <= room for row in rows)


async def test_a_share_string_of_a_lesson_opens_its_lab(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, ShareScreen))
        app.screen.query_one(Input).value = "basics/bowl?scenario=fast&lr=0.5#seed=2"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LabScreen))
        screen = app.screen
        assert isinstance(screen, LabScreen)
        await until(pilot, lambda: "slow" in screen.plans)
        assert screen.bench.scenario.name == "fast"
        assert (screen.bench.value("lr"), screen.bench.seed) == (0.5, 2)


async def test_a_lab_is_taken_to_the_playground(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        lab = await open_lab(pilot)
        lab.bench.choose("fast")
        lab.bench.seed = 3
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PlaygroundScreen))
        screen = app.screen
        assert isinstance(screen, PlaygroundScreen)
        await until(pilot, lambda: "play" in screen.plans)
        assert chosen(screen) == {"from": "basics/bowl", "scenario": "fast"}
        asked = screen.bench.request("cpu")
        assert (asked.recipe, asked.seed) == ("tiny_lab:bowl", 3)
        assert dict(asked.parameters)["lr"] == 0.1
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.screen is lab)


async def test_the_code_is_a_program_that_makes_the_run(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened_from_home(pilot)
        compile(screen.source(), "play", "exec")
        assert "'data': 'moons'" in screen.source()
        await pilot.press("right")
        await pilot.pause()
        assert "'data': 'circles'" in screen.query_one(CodeView).code
        await pilot.press("c")
        await until(pilot, lambda: app.screen is not screen)


# The schedule workbench


@pytest.mark.parametrize("size", SIZES)
async def test_a_rate_is_shaped_drawn_and_used(tmp_path: Path, size: tuple[int, int]) -> None:
    engine = PlayedEngine(tmp_path)
    app = make_app(tmp_path, engine)
    async with app.run_test(size=size) as pilot:
        screen = await open_lab(pilot)
        await pilot.press("W")
        await until(pilot, lambda: screen.focused_pane() == SCHEDULE)
        await pilot.press("right", "right", "right", "down", "right")
        await pilot.pause()
        bench = screen.query_one(ScheduleBench).bench
        assert bench is not None
        assert dict(bench.changes) == {
            "schedule": "shaped",
            "schedule.warmup": 5,
            "schedule.plateau": 0.05,
            **DROPPING,
        }
        before = screen.bench.chosen
        await pilot.press("3", "right_square_bracket")  # the run it is shaped for stays chosen
        assert screen.bench.chosen == before
        assert "shaped" in "\n".join(words(screen, f"#{SCHEDULE} LineChart"))
        await pilot.press("escape")
        assert screen.bench.changes == ()
        await pilot.press("W", "right", "enter")
        await until(pilot, lambda: bool(screen.bench.changes))
        await pilot.press("r", "r")  # the first one asks for a prediction
        await until(pilot, lambda: bool(screen.bench.runs))
        assert dict(screen.bench.runs[0].info.request.changes)["schedule"] == "shaped"
        assert not screen.bench.runs[0].standard
        await pilot.press("x", "W", "D")
        await until(pilot, lambda: screen.bench.changes == ())


async def test_in_the_playground_a_shape_is_a_choice_like_any_other(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened_from_home(pilot)
        await pilot.press("W", "right", "enter")
        await until(pilot, lambda: "schedule" in chosen(screen))
        assert chosen(screen) == {"schedule": "shaped", "schedule.warmup": 1, **DROPPING}
        await pilot.press("u")
        assert chosen(screen) == {}


# Without a screen


def test_the_new_curve_begins_where_the_old_one_is_planned() -> None:
    bench = opened(PLAN).with_value("schedule.warmup", 10)
    curve = bench.curve()
    assert curve is not None
    assert max(curve.lr) == pytest.approx(0.01)
    assert curve.lr[0] == pytest.approx(0.001)
    assert [mark.letter for mark in curve.marks] == ["W", "D", "D", "D"]
    assert opened(PLAN, bench.changes).shape == bench.shape


def test_a_descent_by_factors_comes_with_an_end() -> None:
    bench = opened(PLAN).with_value("schedule.decay", "exponential")
    assert bench.objection == ""
    assert bench.curve() is not None
    broken = bench.with_value("schedule.end", 0.0)
    assert "never comes to 0" in broken.objection
    assert broken.curve() is None


SHAPES = [
    Shaped(),
    Shaped(decay="none"),
    Shaped(decay="none", warmup=20),
    Shaped(warmup=20),
    Shaped(decay="linear", warmup=30, end=0.1),
    Shaped(decay="linear", plateau=0.51),
    Shaped(decay="sqrt", end=0.2),
    Shaped(decay="exponential", end=0.01),
    Shaped(decay="step", end=0.1, drops=2),
    Shaped(cycles=3),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_workbench_opens_on_the_shape_that_is_planned(shape: Shaped) -> None:
    horizon = Horizon(PLAN.steps, PLAN.steps_per_epoch)
    marks = shape.marks(horizon)
    steps = worth_drawing(horizon, marks)
    rates = tuple(0.3 * shape.factor(step - 1, horizon) for step in steps)
    bench = opened(replace(PLAN, base_lr=0.3, lr_steps=steps, lr=rates, marks=marks))
    found = {name.removeprefix("schedule."): value for name, value in bench.shape}
    assert Shaped(**found) == shape  # type: ignore[arg-type]
    curve = bench.curve()
    assert curve is not None
    assert curve.lr == pytest.approx(rates)


def test_a_plan_that_no_shape_has_opens_on_one_that_can_be_trained() -> None:
    odd = replace(PLAN, lr_steps=(1, 2, 199, 200), lr=(0.01, 0.5, 0.0, 0.3))
    assert opened(odd).objection == ""
    assert opened(replace(PLAN, lr_steps=(), lr=())).shape == ()


def test_a_warm_up_is_no_longer_than_the_run() -> None:
    bench = opened(PLAN).with_value("schedule.warmup", 10**6)
    assert bench.choices.value("schedule.warmup") == PLAN.steps


@pytest.mark.parametrize("data", ["moons", "digits", "bowl", "reversal"])
def test_every_row_can_be_turned_both_ways_and_stays_what_it_may_be(data: str) -> None:
    for row in choices((("data", data), ("schedule", "shaped"), ("clip", 1.0))).rows:
        for clicks in (1, -1):
            assert row.field.taken(turned(row, clicks)) == turned(row, clicks)


def test_turning_passes_over_what_makes_no_sense() -> None:
    row = choices((("data", "moons"),)).row("model")
    assert row is not None
    names = {option.value for option in row.options if option.objection is None}
    assert turned(row, 1) in names
    assert turned(row, -1) in names


def test_rows_that_matter_are_fewer_than_all_and_contain_what_was_chosen() -> None:
    found = choices((("optimizer.eps", 1e-6),))
    few = shown(found, everything=False)
    assert len(few) < len(shown(found, everything=True)) == len(found.rows)
    assert "optimizer.eps" in [row.field.name for row in few]


def test_the_chooser_has_commands_for_help() -> None:
    assert {command.id for command in Chooser.ACTIONS} >= {"more", "less", "list", "everything"}
