"""The three plots as specs, from real histories; a few are drawn, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from lab_samples import PLAN, STEPS, live, rows

from engine.events import NonFinite
from engine.plan import Plan
from tui.lab.charts import MOST_EPOCH_MARKS, ChartState, Scene, charts, limits
from tui.lab.live_run import LiveRun
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
    assert limits(scene(plans={}), STATE) == (1.0, 2.0)


def test_the_longest_run_sets_the_axis_even_beyond_its_plan() -> None:
    short, long = live("slow", steps=50), live("fast", 1, steps=STEPS + 30)
    assert limits(scene([short, long]), STATE) == (1.0, STEPS + 30)
    zoomed = replace(STATE, first=20.0, last=40.0)
    assert limits(scene([short, long]), zoomed) == (20.0, 40.0)
    assert limits(scene(), replace(STATE, first=20.0, last=10.0)) == (20.0, 21.0)


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
    assert loss.title == "loss, EMA 0.9 over raw"
    assert (raw.name, raw.faint, raw.read) == ("", True, False)
    assert smooth.name == "small steps"
    assert smooth.data is run.history.smoothed(0.9).column
    assert charts(scene(), replace(STATE, smoothing=0.9))[0].title == "loss"


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
    assert all(series.read for series in charts(scene(runs[:2]), STATE)[0].series)
    assert not any(series.read for series in charts(scene(runs), STATE)[0].series)


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
        assert spec.marks[0].meaning == "small steps: the gradient is no longer a number"


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
