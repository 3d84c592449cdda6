"""The three plots as specs, from real histories; a few are drawn, too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from lab_samples import PLAN, STEPS, live, rows, started

from engine.events import NonFinite
from engine.plan import Plan
from tui.lab.charts import charts
from tui.lab.live_run import LiveRun
from tui.lab.marks import MOST_EPOCH_MARKS
from tui.lab.scene import ChartState, Scene
from tui.lab.smoothing import SMOOTHING, SMOOTHINGS, turned
from tui.plots.chart import draw
from tui.plots.palette import DEFAULT_LOOK

STATE = ChartState(log_loss=False, smoothing=0.0)


def scene(
    runs: Sequence[LiveRun] = (), plans: dict[str, Plan] | None = None, guess: str | None = None
) -> Scene:
    return Scene(
        runs=runs,
        plans={"slow": PLAN} if plans is None else plans,
        order=("slow", "fast"),
        guess=guess,
        look=DEFAULT_LOOK,
    )


def test_before_a_run_the_plan_sets_the_axis_and_draws_the_rate() -> None:
    loss, rate, gradient = charts(scene(), STATE)
    assert {(spec.first, spec.last) for spec in (loss, rate, gradient)} == {(1.0, float(STEPS))}
    assert loss.series == ()
    assert [(series.name, series.line) for series in rate.series] == [("planned", "dotted")]
    assert rate.series[0].data.at(51) == 0.005
    assert [mark.letter for mark in rate.marks] == [*"E" * 10, "D"]
    assert [rule.value for rule in gradient.rules] == [2.0]


def test_nothing_at_all_is_still_an_axis() -> None:
    for spec in charts(scene(plans={}), STATE):
        drawn = draw(replace(spec, width=60, height=8))
        assert [strip.cell_length for strip in drawn] == [60] * 8
        assert (spec.first, spec.last) == (1.0, 2.0)


def test_each_run_has_one_line_with_its_own_look() -> None:
    runs = [live("slow", 0, steps=20), live("fast", 1, steps=20)]
    for spec in charts(scene(runs, plans={}), STATE):
        looks = [(series.colour, series.line, series.marker) for series in spec.series]
        assert looks == [
            (run.identity.colour, run.identity.line, run.identity.marker) for run in runs
        ]


def test_specs_hold_the_histories_own_numbers() -> None:
    run = live("slow", steps=20)
    loss, rate, gradient = charts(scene([run], plans={}), STATE)
    assert loss.series[0].data is run.history.loss
    assert rate.series[0].data is run.history.lr[0]
    assert gradient.series[0].data is run.history.grad_norm
    run.take(rows(21, 30), ())
    assert len(loss.series[0].data) == 30


def test_smoothing_is_named_and_keeps_the_raw_curve_behind() -> None:
    run = live("slow", steps=40)
    loss, _, _ = charts(scene([run]), replace(STATE, smoothing=0.9))
    raw, smooth = loss.series
    assert (loss.title, loss.how) == ("loss", ("EMA 0.9 debiased over raw", "EMA 0.9"))
    assert (raw.name, raw.faint, raw.read) == ("", True, False)
    assert smooth.name == "small steps"
    assert smooth.data is run.history.smoothed(0.9).column
    title = draw(replace(loss, width=90, height=8))[0].text
    assert "loss  EMA 0.9 debiased over raw  ───▽ small steps" in title
    assert charts(scene(), replace(STATE, smoothing=0.9))[0].how == ()


def test_validation_is_a_line_of_its_own_for_one_run_and_sparse_for_many() -> None:
    runs = [live("slow", 0, steps=40), live("fast", 1, steps=40)]
    for run in runs:
        run.history.add_evaluation(20, 0.5)
    alone = charts(scene(runs[:1]), STATE)[0].series[1]
    assert (alone.name, alone.line, alone.read) == ("validation", "dashed", True)
    assert alone.colour != runs[0].identity.colour
    both = charts(scene(runs), STATE)[0].series
    assert [(one.name, one.line) for one in both[1::2]] == [("", "sparse")] * 2
    assert [one.colour for one in both[1::2]] == [run.identity.colour for run in runs]


def test_a_name_stands_in_the_legend_once_and_says_what_was_guessed() -> None:
    runs = [live("slow", 0, steps=5), live("slow", 0, steps=5, seed=1), live("fast", 1, steps=5)]
    names = [series.name for series in charts(scene(runs, guess="fast"), STATE)[0].series]
    assert names == ["small steps", "", "large steps (your guess)"]
    runs[2].standard = False
    names = [series.name for series in charts(scene(runs, guess="fast"), STATE)[0].series]
    assert names[2] == "large steps"


def test_readings_stand_in_the_legend_of_at_most_two_runs() -> None:
    runs = [live("slow", 0, steps=5, seed=seed) for seed in range(3)]
    for two, three in zip(charts(scene(runs[:2]), STATE), charts(scene(runs), STATE), strict=True):
        assert all(one.read for one in two.series if one.marker)
        assert not any(one.read for one in three.series)


def test_clipping_shows_both_norms_the_limit_and_where_it_acted() -> None:
    run = live("slow", steps=STEPS)
    gradient = charts(scene([run]), STATE)[2]
    assert [series.name for series in gradient.series] == ["before clipping", "after"]
    assert gradient.series[1].data is run.history.applied_norm
    assert gradient.clipped == (0, 1)
    drawn = [strip.text for strip in draw(replace(gradient, width=80, height=12))]
    base = drawn[-2]
    assert "C" in base[: len(base) // 2]
    assert "C" not in base[len(base) // 2 :]


def test_without_clipping_there_is_one_norm() -> None:
    run = live("slow", steps=20)
    gradient = charts(scene([run], plans={"slow": replace(PLAN, clip=None)}), STATE)[2]
    assert len(gradient.series) == 1
    assert gradient.clipped is None
    assert gradient.rules == ()


def test_a_broken_run_is_marked_and_explained() -> None:
    run = live("slow", steps=20)
    run.take(None, (NonFinite(step=21, what="gradient", layer="weight"),))
    loss, _, gradient = charts(scene([run]), STATE)
    for spec in (loss, gradient):
        assert [(mark.step, mark.letter) for mark in spec.marks] == [(21, "!")]
        assert spec.marks[0].meaning == "the gradient is no longer a number, first in weight"


@pytest.mark.parametrize(
    ("epochs", "marks"), [(0, 0), (1, 0), (2, 2), (MOST_EPOCH_MARKS, MOST_EPOCH_MARKS), (13, 0)]
)
def test_epochs_are_marked_while_they_are_few(epochs: int, marks: int) -> None:
    plan = replace(PLAN, steps=max(epochs, 1) * 10, steps_per_epoch=10 if epochs else 0, marks=())
    rate = charts(scene(plans={"slow": plan}), STATE)[1]
    assert [mark.letter for mark in rate.marks] == ["E"] * marks
    assert [mark.step for mark in rate.marks] == [10 * (one + 1) for one in range(marks)]


def test_the_cursor_and_the_log_axis_are_passed_on() -> None:
    specs = charts(scene([live("slow", steps=20)]), replace(STATE, log_loss=True, cursor=7))
    assert [spec.cursor for spec in specs] == [7, 7, 7]
    assert [spec.log_y for spec in specs] == [True, False, True]


def test_every_plot_has_an_axis_of_its_own_kind() -> None:
    state = STATE
    for plot, kinds in (
        ("loss", [True, False, True]),
        ("lr", [True, True, True]),
        ("gradients", [True, True, False]),
        ("loss", [False, True, False]),
    ):
        state = state.turning_log(plot)
        assert [spec.log_y for spec in charts(scene(), state)] == kinds


def test_the_run_that_is_read_first_lies_on_top() -> None:
    runs = [live("slow", index, steps=5, seed=index) for index in range(3)]
    for reader, on_top in ((0, 2), (1, 1), (2, 0), (3, 2)):
        for spec in charts(scene(runs, plans={}), replace(STATE, reader=reader)):
            assert spec.series[-1].colour == runs[on_top].identity.colour


def test_a_loss_that_does_not_scatter_is_smoothed_only_on_request() -> None:
    run = live("slow")
    run.take(rows(1, 40), (replace(started(), steps_per_epoch=1),))
    state = replace(STATE, smoothing=SMOOTHING)
    assert charts(scene([run]), state)[0].how == ()
    less = turned(scene([run]), state, 1)
    assert less.smoothing == SMOOTHINGS[1]
    assert charts(scene([run]), less)[0].how[0] == "EMA 0.5 debiased over raw"


def test_smoothing_goes_round_both_ways() -> None:
    here = scene([live("slow", steps=5)])
    state, seen = replace(STATE, smoothing=SMOOTHING), []
    for _ in SMOOTHINGS:
        state = turned(here, state, 1)
        seen.append(state.smoothing)
    assert sorted(seen) == sorted(SMOOTHINGS)
    assert state.smoothing == SMOOTHING
    assert turned(here, replace(state, smoothing=0.0), -1).smoothing == SMOOTHINGS[-1]


def test_a_run_that_goes_on_from_another_begins_where_that_one_was_left() -> None:
    run = live("slow")
    run.take(rows(101, 120), (replace(started(), first_step=100),))
    loss, rate, gradient = charts(scene([run], plans={}), STATE)
    assert all(math.isnan(spec.series[0].data.at(100)) for spec in (loss, rate, gradient))
    assert loss.series[0].data.at(101) == rows(101, 101)["loss"][0]
    assert (100, "F") in [(mark.step, mark.letter) for mark in loss.marks]
    base = [strip.text for strip in draw(replace(loss, width=80, height=12))][-1]
    assert "!" not in base
