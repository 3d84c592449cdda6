"""The table of runs: what its cells say, how it is sorted, which columns have room."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_samples import LESSON, info, request, started
from lab_samples import rows as steps_of

from engine.events import Evaluated, HyperparameterSet, Metric, Paused, RunEnded
from tui.figures import duration
from tui.lab.bench import Bench
from tui.lab.table import COLUMNS, Order, RunRow, rows
from tui.plots.palette import DEFAULT_LOOK, identity
from tui.widgets.table_layout import GAP, fitted, head


def row(name: str = "run", **more: Any) -> RunRow:
    values: dict[str, Any] = {
        "run": name,
        "name": name,
        "identity": identity(0, DEFAULT_LOOK),
        "state": "drawn",
        "pinned": False,
        "differs": "",
        "seed": 0,
        "status": "finished",
        "steps": 100,
        "loss": 0.5,
        "best": math.nan,
        "best_step": 0,
        "metric": math.nan,
        "metric_name": "",
        "seconds": 1.0,
    }
    return RunRow(**(values | more))


def test_a_row_says_what_became_of_the_run() -> None:
    table = Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))
    run = table.add(info("a"))
    table.add(info("b", request("fast", seed=3)))
    assert rows(table)[0].status == "starting"
    measured = [
        Evaluated(step=step, split="validation", loss=loss, metrics=(Metric(name="f1", value=0.9),))
        for step, loss in ((20, 0.7), (40, math.nan), (60, 0.4), (80, 0.6))
    ]
    run.take(steps_of(1, 80), (started("a"), *measured))
    first, second = rows(table)
    assert (first.name, first.differs, first.status) == ("small steps", "lr 0.01", "training")
    assert (first.best, first.best_step, first.metric, first.metric_name) == (0.4, 60, 0.9, "f1")
    assert first.loss == run.history.loss.latest
    assert (second.seed, second.differs, second.steps) == (3, "lr 0.1", 0)
    assert (second.cell("loss"), second.cell("best"), second.cell("at")) == ("–", "–", "–")
    run.take(None, (Paused(step=80),))
    assert rows(table)[0].status == "paused"
    run.take(None, (RunEnded(status="stopped", steps=80, seconds=2.5),))
    assert (rows(table)[0].status, rows(table)[0].cell("time")) == ("stopped", "2.5 s")


def test_a_row_says_whether_the_run_is_drawn() -> None:
    table = Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))
    for name in ("a", "b", "c"):
        table.add(info(name, request("fast" if name == "c" else "slow")))
    table.curate(table.curation.showing("c", shown=False).pinning("b"))
    states = [(one.state, one.pinned) for one in rows(table)]
    assert states == [("waiting", False), ("drawn", True), ("hidden", False)]


def test_a_change_by_hand_tells_a_run_apart() -> None:
    table = Bench(LESSON, None, lambda index: identity(index, DEFAULT_LOOK))
    run = table.add(info("a"))
    table.add(info("b"))
    run.take(steps_of(1, 9), (started("a"), HyperparameterSet(step=4, name="lr", value=0.5)))
    assert [one.differs for one in rows(table)] == ["by hand lr 0.5 at 4", ""]


def test_what_was_a_number_and_is_none_any_more_says_so() -> None:
    assert row(loss=math.nan).cell("loss") == "nan"
    assert row(loss=math.nan, steps=0).cell("loss") == "–"


def test_sorting_goes_through_all_columns_and_back() -> None:
    order, seen = Order(), []
    for _ in range(len(COLUMNS) + 1):
        order = order.next()
        seen.append(order.column)
    assert seen == [*COLUMNS, None]


def test_as_they_were_made_the_newest_comes_first() -> None:
    made = [row("a"), row("b")]
    assert [one.run for one in Order().sorted(made)] == ["b", "a"]
    assert [one.run for one in Order().turned().sorted(made)] == ["a", "b"]


def test_words_are_sorted_as_people_do() -> None:
    made = [row("b"), row("A"), row("c")]
    assert [one.run for one in Order(column="run").sorted(made)] == ["A", "b", "c"]


@given(st.lists(st.floats(), max_size=8), st.booleans())
def test_numbers_are_sorted_either_way_and_what_is_none_comes_last(
    losses: list[float], falling: bool
) -> None:
    made = [row(str(number), best=loss) for number, loss in enumerate(losses)]
    found = [one.best for one in Order(column="best", falling=falling).sorted(made)]
    known = [loss for loss in found if not math.isnan(loss)]
    assert known == sorted(known, reverse=falling)
    assert all(math.isnan(loss) for loss in found[len(known) :])
    assert len(found) == len(losses)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.84, "0.8 s"), (9.99, "10 s"), (42.4, "42 s"), (185, "3:05"), (7805, "2:10:05")],
)
def test_times_are_short(seconds: float, words: str) -> None:
    assert duration(seconds) == words


FULL = [
    row("a first network", differs="lr 0.1", seed=1, best=0.31, best_step=90, metric=0.9),
    row("a second one", differs="lr 0.001", seed=2, best=0.35, best_step=40, metric=0.8),
]


@given(st.integers(12, 150), st.sampled_from([None, *COLUMNS]))
def test_columns_never_take_more_room_than_there_is(room: int, sorted_by: Any) -> None:
    columns = fitted(FULL, room, sorted_by)
    assert sum(width for _, width in columns) + GAP * (len(columns) - 1) <= room
    assert columns[0][0] == "run"
    assert [column for column, _ in columns] == [
        column for column in COLUMNS if column in dict(columns)
    ]
    for column, width in columns:
        if column not in ("run", "differs"):
            assert all(len(one.cell(column)) <= width for one in FULL)
            assert len(head(column, FULL, width)) <= width


def test_with_all_the_room_every_column_is_there() -> None:
    assert [column for column, _ in fitted(FULL, 150, None)] == list(COLUMNS)
    assert head("metric", [row(metric_name="accuracy")], 8) == "accuracy"


def test_columns_that_say_nothing_are_left_out() -> None:
    assert "best" not in dict(fitted([row()], 150, None))


def test_columns_where_there_is_little_room() -> None:
    made = [
        row(f"large steps, seed {seed}", differs="lr 0.1   hidden 32", seed=seed, best=0.3)
        for seed in range(3)
    ]
    columns = dict(fitted(made, 70, None))
    assert columns["run"] == len("large steps, seed 0")  # names are whole
    assert "differs" in columns
    assert head("best", made, 4) == "best"  # the newest is called `val` beside it
    alike = [replace(one, differs="") for one in made]
    assert "differs" not in dict(fitted(alike, 150, None))


def test_the_sorted_column_is_seen_where_there_is_little_room() -> None:
    assert "time" in dict(fitted(FULL, 32, "time"))
    assert "time" not in dict(fitted(FULL, 32, None))
