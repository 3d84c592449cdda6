"""Knobs: the arithmetic of a turn, and the panel's keys."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from engine.request import Value
from lessons.knobs import checked
from lessons.schema import Knob
from tui.widgets.knob_panel import PER_DECADE, POSITIONS, KnobPanel, KnobState, turned

RATE = Knob(name="lr", kind="log", default=1e-3, min=1e-5, max=1.0, live=True)
BATCH = Knob(name="batch", kind="int", default=32, min=1, max=512)
FEW = Knob(name="layers", kind="int", default=2, min=1, max=4)
SHARE = Knob(name="momentum", kind="float", default=0.0, min=0.0, max=0.99)
SWITCH = Knob(name="nesterov", kind="toggle", default=False)
START = Knob(name="start", kind="choice", default="left", choices=("left", "middle", "right"))


@st.composite
def knobs_with_values(draw: st.DrawFn) -> tuple[Knob, float]:
    kind = draw(st.sampled_from(["float", "int", "log"]))
    low: float
    if kind == "int":
        low = draw(st.integers(-1000, 1000))
        high: float = low + draw(st.integers(1, 2000))
        value: float = draw(st.integers(int(low), int(high)))
    else:
        low = draw(st.floats(1e-9, 1.0) if kind == "log" else st.floats(-1000, 1000))
        high = low + draw(st.floats(1e-3, 1e6))
        value = draw(st.floats(low, high))
    knob = Knob(name="x", kind=kind, default=value, min=low, max=high)  # type: ignore[arg-type]
    return knob, value


@given(knobs_with_values(), st.lists(st.sampled_from([-1, 1]), max_size=60))
def test_no_turn_leaves_the_range_or_the_type(known: tuple[Knob, float], clicks: list[int]) -> None:
    knob, value = known
    for click in clicks:
        value = turned(knob, value, click)  # type: ignore[assignment]
        assert checked(knob, value) == value


@given(knobs_with_values(), st.sampled_from([-1, 1]))
def test_every_knob_reaches_its_ends_and_stays_there(known: tuple[Knob, float], click: int) -> None:
    knob, value = known
    assert knob.min is not None
    assert knob.max is not None
    for _ in range(PER_DECADE * 16 + 2 * POSITIONS + 10):
        value = turned(knob, value, click)  # type: ignore[assignment]
    assert value == (knob.max if click > 0 else knob.min)


def test_ten_clicks_of_a_logarithmic_knob_are_a_factor_of_ten() -> None:
    value: Value = 1e-3
    for _ in range(PER_DECADE):
        value = turned(RATE, value, 1)
    assert value == 1e-2
    for _ in range(2 * PER_DECADE):
        value = turned(RATE, value, -1)
    assert value == 1e-3 / 10
    assert turned(RATE, 1e-3, 1) == 0.0013


def test_linear_knobs_move_by_round_numbers() -> None:
    assert turned(SHARE, 0.0, 1) == 0.02
    assert turned(SHARE, 0.9, 1) == 0.92
    assert turned(SHARE, 0.98, 1) == 0.99
    assert turned(SHARE, 0.3, -1) == 0.28


def test_whole_numbers_stay_whole() -> None:
    assert turned(FEW, 2, 1) == 3
    assert turned(BATCH, 32, 1) == 45
    assert turned(BATCH, 505, 1) == 512
    assert all(isinstance(turned(knob, 2, 1), int) for knob in (FEW, BATCH))


def test_switches_and_choices_have_two_ends() -> None:
    assert turned(SWITCH, False, 1) is True
    assert turned(SWITCH, True, 1) is True
    assert turned(SWITCH, True, -1) is False
    assert turned(START, "left", 1) == "middle"
    assert turned(START, "right", 1) == "right"
    assert turned(START, "left", -1) == "left"


class Board(App[None]):
    """A panel that is believed in everything it asks for."""

    def __init__(self, *knobs: Knob) -> None:
        super().__init__()
        self.knobs = knobs
        self.asked: list[tuple[str, Value | None]] = []

    def compose(self) -> ComposeResult:
        yield KnobPanel()

    def on_mount(self) -> None:
        panel = self.query_one(KnobPanel)
        panel.states = tuple(
            KnobState(knob=knob, value=knob.default, turned=False) for knob in self.knobs
        )
        panel.focus()

    def on_knob_panel_turned(self, message: KnobPanel.Turned) -> None:
        self.asked.append((message.knob.name, message.value))


def rows(app: Board) -> list[str]:
    panel = app.query_one(KnobPanel)
    return [panel.render_line(y).text.rstrip() for y in range(panel.size.height)]


async def test_keys_move_and_ask_and_never_decide() -> None:
    app = Board(RATE, SHARE, SWITCH)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("up", "right", "j", "l", "minus", "down", "j", "plus", "backspace")
        await pilot.pause()
        assert app.asked == [
            ("lr", 0.0013),
            ("momentum", 0.02),
            ("momentum", 0.0),
            ("nesterov", True),
            ("nesterov", None),
        ]
        assert app.query_one(KnobPanel).states[0].value == 1e-3


async def test_a_row_shows_name_value_place_and_whether_it_is_live() -> None:
    app = Board(RATE, BATCH, SWITCH, START)
    async with app.run_test(size=(60, 12)):
        shown = rows(app)
        assert shown[0].startswith("▸ knobs")
        assert shown[1].startswith("▸ lr        0.001")
        assert shown[1].endswith("live")
        assert shown[2].index("●") < shown[1].index("●")
        assert shown[3].split() == ["nesterov", "off"]
        assert "left · middle · right" in shown[4]
        assert all(len(row) <= 60 for row in shown)


async def test_the_slider_is_at_its_ends_at_the_ends() -> None:
    app = Board(RATE)
    async with app.run_test(size=(60, 12)) as pilot:
        panel = app.query_one(KnobPanel)
        for value, piece in ((1e-5, "◂●━"), (1.0, "━●▸"), (math.sqrt(1e-5), "━●━")):
            panel.states = (KnobState(knob=RATE, value=value, turned=True),)
            await pilot.pause()
            assert piece in rows(app)[1]


async def test_a_panel_without_knobs_ignores_keys() -> None:
    app = Board()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("down", "up", "right", "backspace")
        assert app.asked == []


@pytest.mark.parametrize("width", [20, 30, 42, 54])
async def test_narrow_panels_cut_nothing_but_the_end(width: int) -> None:
    app = Board(RATE, SHARE)
    async with app.run_test(size=(width, 12)):
        shown = rows(app)
        assert [row[2:].split()[0] for row in shown[1:3]] == ["lr", "momentum"]
