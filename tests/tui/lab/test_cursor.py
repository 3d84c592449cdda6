"""Where the cursor may stand, and that it reads the step it names at every zoom."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lab_samples import PLAN, STEPS, live, rows, started

from tui.figures import number
from tui.lab.cursor import moved, placed, snapped
from tui.lab.live_run import LiveRun
from tui.lab.readout import readout
from tui.lab.scene import ChartState, Scene
from tui.plots.dots import BRAILLE
from tui.plots.layout import lay_out
from tui.plots.palette import DEFAULT_LOOK
from tui.plots.spec import ChartSpec

STATE = ChartState(log_loss=False, smoothing=0.0)
RUN = live("slow", steps=150)


def scene(*runs: LiveRun) -> Scene:
    plans = {"slow": PLAN}
    return Scene(runs=runs, plans=plans, order=("slow", "fast"), guess=None, look=DEFAULT_LOOK)


def fork(first_step: int, steps: int) -> LiveRun:
    """A run that goes on from another, which is not known here."""
    run = live("fast", 1)
    run.take(rows(first_step + 1, first_step + steps), (replace(started(), first_step=first_step),))
    return run


def test_a_snapped_cursor_keeps_to_what_is_recorded() -> None:
    assert snapped([], 5) is None
    assert snapped([live("slow")], 5) is None
    assert [snapped([RUN], step) for step in (-3, 1, 7.4, 150, 900)] == [1, 1, 7, 150, 150]
    later = fork(100, 20)
    assert [snapped([later], step) for step in (3, 110, 400)] == [101, 110, 120]
    early = live("slow", steps=40)
    assert [snapped([early, later], step) for step in (50, 90)] == [40, 101]


def test_what_a_fork_shares_with_its_parent_can_be_read() -> None:
    later = fork(100, 20)
    later.parent = RUN
    assert snapped([later], 3) == 3
    read = readout(scene(later), replace(STATE, cursor=60))
    assert read is not None
    assert read.runs[0].values[0] == number(RUN.history.at(60).loss)


def test_a_free_cursor_goes_everywhere() -> None:
    free = replace(STATE, free=True)
    assert [placed(scene(RUN), free, step) for step in (-3, 7.6, 180, 900)] == [1, 8, 180, STEPS]
    read = readout(scene(RUN), replace(free, cursor=180))
    assert read is not None
    assert dict(zip(read.columns, read.runs[0].values, strict=True)) == {
        "loss": "–",
        "lr": "0.005 planned",
        "|g|": "–",
    }


def test_the_first_key_puts_it_at_the_newest_step_and_the_next_one_a_column_on() -> None:
    here = scene(RUN)
    assert moved(here, STATE, -1, 2.9) == 150
    assert moved(scene(), STATE, -1, 2.9) is None
    at = replace(STATE, cursor=100)
    assert moved(here, at, -1, 2.9) == 97
    assert moved(here, at, 10, 2.9) == 130
    assert moved(here, at, 1, 0.1) == 101
    assert moved(here, replace(at, free=True), 1, 8.0) == 104


@given(
    st.floats(1, 140), st.floats(1, 200), st.integers(20, 160), st.integers(0, 159), st.booleans()
)
def test_at_every_zoom_the_values_are_those_of_the_step_that_is_named(
    first: float, width: float, cells: int, column: int, free: bool
) -> None:
    spec = ChartSpec(
        title="", series=(), first=first, last=first + width, width=cells, height=8, gutter=0
    )
    pointed = lay_out(spec, BRAILLE).step(column)
    state = replace(STATE, free=free)
    cursor = placed(scene(RUN), state, pointed)
    assert cursor is not None
    read = readout(scene(RUN), replace(state, cursor=cursor))
    assert read is not None
    named = int(read.place.removeprefix("step "))
    said = dict(zip(read.columns, read.runs[0].values, strict=True))
    loss = RUN.history.loss.at(named)
    assert said["loss"] == ("–" if math.isnan(loss) else number(float(RUN.history.loss.at(named))))
    assert free or 1 <= named <= 150
