"""Reading the plots off by keys and with the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_samples import CHUNK, RACE, STEPS, drawn, until, words
from test_lab_screen import room
from textual.widgets import Static

from tui.widgets.line_chart import LineChart


async def test_the_kind_of_axis_is_that_of_the_plot_with_the_focus(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        await lab.press("tab", "tab", "y", "tab", "y", "escape")
        titles = [words(lab.screen, f"#{name}")[0] for name in ("loss", "lr", "gradients")]
        assert ["(log)" in title for title in titles] == [False, True, False]
        await lab.press("y")
        assert "(log)" in words(lab.screen, "#loss")[0]


async def test_marks_are_gone_to_in_order_and_say_what_they_mean(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        await lab.press("right_curly_bracket")
        assert lab.screen.state.cursor == 20
        assert words(lab.screen, "#lr")[0].endswith("E epoch 1 ends")
        await lab.press("right_curly_bracket", "right_curly_bracket")
        assert lab.screen.state.cursor == 51
        assert words(lab.screen, "#lr")[0].endswith("D the rate drops")
        await lab.press("left_curly_bracket")
        assert lab.screen.state.cursor == 40
        await lab.press("z")
        assert "E epoch 2 ends" in words(lab.screen, "#loss")[0]
        for _ in range(5):
            await lab.press("left_curly_bracket")
        assert lab.screen.state.cursor == 20
        assert [one.message for one in lab.app._notifications][-1] == "No mark before."


async def test_a_free_cursor_reads_the_plan_ahead_of_the_run(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=3 * CHUNK) as lab:
        await lab.press("r")
        await lab.until_step(3 * CHUNK)
        await lab.press("left", "L", "L")
        assert lab.screen.state.cursor == 3 * CHUNK
        await lab.press("Y", "L", "L", "L", "L", "L", "L", "L")
        cursor = lab.screen.state.cursor
        assert cursor is not None
        assert cursor > 3 * CHUNK
        assert "planned" in words(lab.screen, "#reading")[0]
        await lab.press("Y")
        assert lab.screen.state.cursor == 3 * CHUNK


async def test_at_a_close_zoom_one_key_is_one_step(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        await lab.press("left", "H", *["plus"] * 6)
        before = lab.screen.state.cursor
        assert before is not None
        await lab.press("left")
        assert lab.screen.state.cursor == before - 1
        run = lab.screen.bench.runs[0]
        assert f"loss {run.history.loss.at(before - 1):.4g} " in words(lab.screen, "#reading")[0]


async def test_the_plots_go_along_with_a_cursor_that_leaves_them(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        await lab.press("left", "plus", "plus", "plus")
        before = lab.screen.shown_steps
        await lab.press("H", "H", "H")
        cursor, shown = lab.screen.state.cursor, lab.screen.shown_steps
        assert cursor is not None
        assert cursor < before.first
        assert (shown.first, shown.width) == (cursor, pytest.approx(before.width))


async def test_panning_moves_by_a_quarter_and_keeps_the_axes(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        whole = drawn(lab.screen)
        await lab.press("ctrl+left")
        assert drawn(lab.screen) == whole
        await lab.press("plus", "plus")
        shown = lab.screen.shown_steps
        await lab.press("ctrl+right")
        moved = lab.screen.shown_steps
        assert moved.first - shown.first == pytest.approx(shown.width / 4)
        await lab.press("ctrl+left")
        assert lab.screen.shown_steps.first == pytest.approx(shown.first)
        await lab.press("0")
        assert drawn(lab.screen) == whole


async def test_a_zoom_without_a_cursor_goes_to_where_the_run_is_and_along_with_it(
    tmp_path: Path,
) -> None:
    async with room(tmp_path, hold_at=6 * CHUNK) as lab:
        await lab.press("r")
        await lab.until_step(6 * CHUNK)
        await lab.press("plus", "plus", "plus")
        shown = lab.screen.shown_steps
        assert shown.first <= 6 * CHUNK <= shown.last
        lab.engine.sessions[0].hold_at = None
        await lab.until_over()
        assert lab.screen.shown_steps.last == pytest.approx(STEPS)
        assert lab.screen.shown_steps.width == pytest.approx(shown.width)


async def test_plots_on_which_something_is_read_stay_where_they_are(tmp_path: Path) -> None:
    async with room(tmp_path, hold_at=6 * CHUNK) as lab:
        await lab.press("r")
        await lab.until_step(6 * CHUNK)
        await lab.press("plus", "plus", "plus", "left")
        shown = lab.screen.shown_steps
        lab.engine.sessions[0].hold_at = None
        await lab.until_over()
        assert lab.screen.shown_steps == shown


async def test_more_than_two_runs_have_a_table_or_come_one_after_another(tmp_path: Path) -> None:
    async with room(tmp_path, block=RACE) as lab:
        await lab.until_over()
        await lab.press("n")
        await lab.until_over()
        table = words(lab.screen, "#reading")
        assert len(table) == 4
        assert table[0].split() == ["now", "loss", "validation", "accuracy", "lr", "|g|"]
        assert [row.split()[0] for row in table[1:]] == ["▽", "○", "▸"]
        await lab.press("up")
        assert words(lab.screen, "#reading")[2].split()[0] == "▸"
        await lab.pilot.resize_terminal(80, 24)
        await until(lab.pilot, lambda: len(words(lab.screen, "#reading")) == 1)
        (row,) = words(lab.screen, "#reading")
        assert "2/3" in row
        await lab.press("down")
        assert "3/3" in words(lab.screen, "#reading")[0]


async def test_the_mouse_places_the_cursor_zooms_and_pulls(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        chart = lab.screen.query_one("#loss", LineChart)
        middle = 8 + chart.columns // 2
        await lab.pilot.click("#loss", offset=(middle, 4))
        await until(lab.pilot, lambda: lab.screen.state.cursor is not None)
        cursor = lab.screen.state.cursor
        assert cursor == pytest.approx(STEPS / 2, abs=lab.screen.steps_per_column)
        chart.post_message(LineChart.Wheeled(50.0, closer=True))
        await until(lab.pilot, lambda: lab.screen.state.first is not None)
        shown = lab.screen.shown_steps
        assert shown.width == pytest.approx((STEPS - 1) / 2)
        await lab.pilot.mouse_down("#loss", offset=(middle, 4))
        await lab.pilot.hover("#loss", offset=(middle - 10, 4))
        await lab.pilot.mouse_up("#loss", offset=(middle - 10, 4))
        await until(lab.pilot, lambda: lab.screen.shown_steps.first > shown.first)
        assert lab.screen.state.cursor == cursor
        await lab.pilot.double_click("#loss", offset=(middle, 4))
        await until(lab.pilot, lambda: lab.screen.state.first is None)
        assert lab.screen.state.cursor is None


async def test_steps_that_share_a_dot_are_counted_in_the_title(tmp_path: Path) -> None:
    async with room(tmp_path) as lab:
        await lab.press("r")
        await lab.until_over()
        per_dot = f"1 dot = {lab.screen.steps_per_column / 2:.1f} steps"
        assert per_dot in words(lab.screen, "#loss")[0]
        assert "1 dot" not in words(lab.screen, "#lr")[0]
        await lab.press("plus", "plus")
        assert "1 dot" not in words(lab.screen, "#loss")[0]


async def test_the_row_of_values_is_as_high_as_it_needs(tmp_path: Path) -> None:
    async with room(tmp_path, size=(200, 50)) as lab:
        await lab.press("a")
        await lab.until_over()
        reading = lab.screen.query_one("#reading", Static)
        assert reading.size.height == 4
        await lab.press("o")
        assert reading.size.height == 1
