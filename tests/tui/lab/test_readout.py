"""Exact values under the plots: a line, a table, or one run after another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from lab_samples import PLAN, live, rows

from engine.events import Evaluated, Metric
from tui.figures import number
from tui.key_words import both
from tui.lab.groups import groups
from tui.lab.live_run import LiveRun
from tui.lab.reading_rows import rows as written
from tui.lab.readout import Readout, RunReading, readout
from tui.lab.scene import ChartState, Scene
from tui.plots.palette import DEFAULT_LOOK

STATE = ChartState(log_loss=False, smoothing=0.0)


def scene(*runs: LiveRun) -> Scene:
    plans = {"slow": PLAN}
    return Scene(runs=runs, plans=plans, order=("slow", "fast"), guess=None, look=DEFAULT_LOOK)


def read(*runs: LiveRun, cursor: int | None = None, reader: int = 0) -> Readout:
    found = readout(scene(*runs), replace(STATE, cursor=cursor, reader=reader))
    assert found is not None
    return found


def lines(
    found: Readout, width: int = 200, most: int = 1, *, keys: str = "↑↓", plain: bool = False
) -> list[str]:
    return [row.plain for row in written(found, width, most, keys=keys, plain=plain)]


def seeds(count: int) -> list[LiveRun]:
    return [live("slow", index, steps=20 + index, seed=index) for index in range(count)]


def test_before_there_is_a_run_there_is_nothing_but_the_plan() -> None:
    assert readout(scene(), STATE) is None
    planned = read(cursor=60)
    assert lines(planned) == ["step 60   lr 0.005 planned"]


def test_one_run_now_and_at_a_step() -> None:
    run = live("slow", steps=20)
    now, then = run.history.at(20), run.history.at(7)
    assert lines(read(run)) == [
        f"now   loss {number(now.loss)}   lr 0.01   |g| {number(now.grad_norm)} → 2"
    ]
    assert lines(read(run, cursor=7), plain=True) == [
        f"step 7   loss {number(then.loss)}   lr 0.01   |g| {number(then.grad_norm)} -> 2"
    ]


def test_a_validation_from_before_says_when_it_was_made() -> None:
    run = live("slow", steps=20)
    run.take(None, (Evaluated(step=10, split="validation", loss=0.5),))
    assert "   validation 0.5 (step 10)   " in lines(read(run, cursor=15))[0]
    assert "   validation 0.5   " in lines(read(run, cursor=10))[0]
    assert "   validation –   " in lines(read(run, cursor=9))[0]


def measured(run: LiveRun, step: int, name: str = "accuracy", value: float = 0.75) -> None:
    metric = Metric(name=name, value=value)
    run.take(None, (Evaluated(step=step, split="validation", loss=0.5, metrics=(metric,)),))


def test_the_first_metric_is_read_too_where_there_is_room() -> None:
    run = live("slow", steps=20)
    measured(run, 10)
    measured(run, 20, value=0.9)
    assert "   validation 0.5   accuracy 0.9   lr " in lines(read(run))[0]
    assert "   accuracy 0.75   lr " in lines(read(run, cursor=15))[0]
    assert "   accuracy –   lr " in lines(read(run, cursor=9))[0]
    (narrow,) = lines(read(run), width=len(lines(read(run))[0]) - 1)
    assert "accuracy" not in narrow
    assert "   validation 0.5   lr " in narrow
    table = lines(read(run, live("fast", 1, steps=20), live("slow", 2)), 80, 5)
    assert table[0].split() == ["now", "loss", "validation", "accuracy", "lr", "|g|"]


def test_runs_that_measure_different_things_have_no_metric_in_common() -> None:
    one, other = live("slow", steps=20), live("fast", 1, steps=20)
    measured(one, 10)
    measured(other, 10, "slope", 2.0)
    assert "metric" not in read(one, other).columns
    assert read(one, other).columns == ("loss", "validation", "lr", "|g|")


def test_seeds_are_measured_together() -> None:
    runs = seeds(3)
    for run, value in zip(runs, (0.5, 0.25, 0.75), strict=True):
        measured(run, 10, value=value)
    (group,) = groups(runs)
    found = readout(replace(scene(group.typical), bands=(group,)), replace(STATE, cursor=12))
    assert found is not None
    values = dict(zip(found.columns, found.runs[0].values, strict=True))
    assert values["accuracy"] == "0.5 (0.25 to 0.75)"
    assert values["validation"] == "0.5 (0.5 to 0.5)"


def test_what_is_no_number_is_told_from_what_was_never_recorded() -> None:
    run = live("slow")
    broken = rows(1, 3)
    broken["loss"][1:] = [np.nan, np.inf]
    run.take(broken, ())
    assert [read(run, cursor=step).runs[0].values[0] for step in (2, 3, 4)] == ["nan", "inf", "–"]


def test_two_runs_stand_beside_each_other_with_their_markers() -> None:
    slow, fast = live("slow", steps=20), live("fast", 1, steps=20)
    fast.take(rows(21, 22, lr=0.5), ())
    one, other = (number(run.history.at(20).loss) for run in (slow, fast))
    (line,) = lines(read(slow, fast, cursor=20))
    assert line.startswith(f"step 20   loss ▽ {one} / ○ {other}   lr 0.01   |g| ▽ ")
    assert "lr ▽ 0.01 / ○ 0.5" in lines(read(slow, fast))[0]
    (short,) = lines(read(slow, fast, cursor=20), width=len(line) - 1)
    assert short.startswith(f"step 20   loss {one} / {other}   lr 0.01")


def test_the_keys_that_bring_the_others_are_those_in_force() -> None:
    (row,) = lines(read(*seeds(3), cursor=20), keys=both("w", "s"))
    assert " 1/3 w/s " in row or " 3/3 w/s " in row
    assert both("↑", "↓") == "↑↓"
    assert both("up", "down") == "up/down"


@pytest.mark.parametrize("count", [3, 8])
def test_more_runs_are_a_table_in_columns(count: int) -> None:
    runs = seeds(count)
    table = lines(read(*runs, cursor=20, reader=1), width=100, most=9)
    assert len(table) == count + 1
    assert len({len(row) for row in table}) == 1
    ends = [table[0].index(name) + len(name) for name in ("loss", "lr", "|g|")]
    for row, run in zip(table[1:], runs, strict=True):
        values = [number(run.history.at(20).loss), "0.01"]
        assert [row[:end].split()[-1] for end in ends[:2]] == values
        assert f"small steps, seed {run.info.request.seed}" in row
        assert run.identity.marker in row
    assert [row[0] for row in table[1:]].index("▸") == count - 2


@pytest.mark.parametrize("width", [78, 60, 40])
def test_where_there_is_one_row_the_runs_come_one_after_another(width: int) -> None:
    runs = seeds(5)
    for reader in range(5):
        (line,) = lines(read(*runs, cursor=12, reader=reader), width=width)
        assert len(line) <= width
        assert line.startswith("step 12 ")
        place = 5 - reader
        assert f"{runs[place - 1].identity.marker} " in line
        assert f"{place}/5" in line
        if width > 60:
            assert f"loss {number(runs[place - 1].history.at(12).loss)}" in line


def test_seeds_that_are_drawn_as_a_band_are_read_as_one() -> None:
    runs = seeds(3)
    (group,) = groups(runs)
    banded = replace(scene(group.typical), bands=(group,))
    found = readout(banded, replace(STATE, cursor=10))
    assert found is not None
    value = number(runs[0].history.at(10).loss)
    assert found.runs[0].name == "small steps, 3 seeds"
    assert found.runs[0].values[0] == f"{value} ({value} to {value})"


def test_names_that_are_cut_keep_their_ends() -> None:
    """Runs of one scenario differ in what stands there."""
    runs = tuple(
        RunReading(
            marker="▽", colour="red", name=f"a first network, rate 0.1, seed {seed}", values=("1",)
        )
        for seed in range(3)
    )
    table = lines(Readout(place="step 1", columns=("loss",), runs=runs), most=5)
    assert [f"seed {seed}" in row for seed, row in enumerate(table[1:])] == [True] * 3
