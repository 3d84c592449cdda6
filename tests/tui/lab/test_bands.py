"""Several seeds as one band, and what they say about two settings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lab_samples import info, request, started
from lab_samples import rows as steps_of

from engine.columns import Column
from engine.events import Evaluated, NonFinite, RunEnded
from tui.lab.bands import Envelope, Middle
from tui.lab.groups import Group
from tui.lab.live_run import LiveRun
from tui.lab.repeats import end, shuffles, verdict, verdicts
from tui.plots.palette import DEFAULT_LOOK, identity


def column(values: list[float]) -> Column:
    made = Column(1)
    made.append(values)
    return made


LOSSES = st.lists(
    st.lists(st.floats(-100, 100) | st.just(math.nan), min_size=1, max_size=40),
    min_size=1,
    max_size=5,
)


@given(LOSSES, st.integers(1, 60))
def test_no_extreme_of_any_seed_is_lost(losses: list[list[float]], columns: int) -> None:
    envelope = Envelope([column(values) for values in losses])
    window = envelope.window(1, len(envelope) + 1, columns)
    finite = [value for values in losses for value in values if math.isfinite(value)]
    if not finite:
        assert np.isnan(window.hi).all()
        return
    assert np.nanmin(window.lo) == min(finite)
    assert np.nanmax(window.hi) == max(finite)
    drawn = np.isfinite(window.lo)
    assert (window.lo[drawn] <= window.hi[drawn]).all()
    assert (window.first[drawn] >= window.lo[drawn]).all()
    assert (window.last[drawn] <= window.hi[drawn]).all()


@given(LOSSES)
def test_step_by_step_the_middle_is_the_median_of_those_that_have_a_value(
    losses: list[list[float]],
) -> None:
    middle = Middle([column(values) for values in losses])
    window = middle.window(1, len(middle) + 1, len(middle))
    for step in range(1, len(middle) + 1):
        here = [values[step - 1] for values in losses if step <= len(values)]
        here = [value for value in here if math.isfinite(value)]
        spread = middle.spread(step)
        assert spread.runs == len(here)
        if here:
            assert middle.at(step) == window.last[step - 1] == np.median(here)
            assert (spread.lowest, spread.highest) == (min(here), max(here))
        else:
            assert math.isnan(middle.at(step))
            assert math.isnan(window.last[step - 1])


def test_a_band_reads_the_newest_value_of_each() -> None:
    curves = [column([3.0, 1.0]), column([2.0]), column([5.0, 4.0, 9.0])]
    assert Middle(curves).latest == 2.0
    assert Envelope(curves).latest == 9.0
    assert len(Middle(curves)) == 3


def seeds(scenario: str, ends: list[float], index: int = 0) -> Group:
    """Finished runs whose last validation losses are these."""
    runs = []
    for seed, value in enumerate(ends):
        look = identity(index, DEFAULT_LOOK)
        run = LiveRun(info(str(seed), request(scenario, seed=seed)), scenario, look, standard=True)
        run.take(steps_of(1, 20), (started(),))
        event = (
            Evaluated(step=20, split="validation", loss=value)
            if math.isfinite(value)
            else NonFinite(step=3, what="loss", layer="")
        )
        run.take(None, (event, RunEnded(status="finished", steps=20, seconds=1.0)))
        runs.append(run)
    return Group(label=f"the {scenario}", identity=runs[0].identity, runs=tuple(runs))


LOW, HIGH = [0.1, 0.2, 0.3, 0.15, 0.25, 0.12], [0.5, 0.4, 0.6, 0.55, 0.45, 0.7]


def test_a_clear_difference_is_said_either_way_round() -> None:
    said = (
        "the fast ends lower than the slow in 6 of 6 seeds; a difference this clear comes by "
        "chance in 3 of 100 shuffles (validation loss)"
    )
    assert verdict(seeds("fast", LOW), seeds("slow", HIGH)) == said
    assert verdict(seeds("slow", HIGH), seeds("fast", LOW)) == said


def test_five_seeds_cannot_tell_however_clear_they_are() -> None:
    said = verdict(seeds("fast", LOW[:5]), seeds("slow", HIGH[:5]))
    assert said.startswith("these seeds cannot tell: the fast ends lower than the slow in 5 of 5;")
    assert "6 of 100 shuffles; about 1 more would show it" in said


def test_seeds_that_do_not_agree_cannot_tell() -> None:
    said = verdict(seeds("fast", LOW), seeds("slow", [*LOW[3:], *LOW[:3]]))
    assert said.startswith("these seeds cannot tell")


def test_equal_ends_are_said_to_be_equal() -> None:
    said = verdict(seeds("fast", LOW), seeds("slow", LOW))
    assert said == "the fast and the slow end the same with every seed (validation loss)"


def test_seeds_without_a_number_are_left_out_and_counted() -> None:
    broken = seeds("slow", [math.nan, *HIGH[1:], 0.8])
    said = verdict(seeds("fast", [*LOW, 0.11]), broken)
    assert "in 6 of 6 seeds" in said
    assert said.endswith("(validation loss; 1 seed without a number left out)")
    assert "no seed came to a number" in verdict(seeds("fast", LOW), seeds("slow", [math.nan] * 6))


def test_only_shared_seeds_are_compared() -> None:
    assert "in 6 of 6 seeds" in verdict(seeds("fast", [*LOW, 9.0]), seeds("slow", HIGH))


def test_the_chosen_scenario_is_compared_with_every_other_that_is_done() -> None:
    fast, slow, long = seeds("fast", LOW), seeds("slow", HIGH), seeds("long", HIGH)
    said = verdicts([fast, slow, long], "slow")
    assert ["the fast" in said[0], "the long" in said[1]] == [True, True]
    assert all("the slow" in one for one in said)
    fast.runs[0].ended = None
    assert len(verdicts([fast, slow, long], "slow")) == 1
    assert verdicts([], "slow") == []


def test_without_validation_the_last_epoch_counts() -> None:
    run = LiveRun(info(), "slow", identity(0, DEFAULT_LOOK), standard=True)
    assert math.isnan(end(run).value)
    run.take(steps_of(1, 60), (started(),))
    assert end(run).name == "training loss of the last epoch"
    assert end(run).value == pytest.approx(run.history.loss.values[40:].mean())


def test_a_probability_is_so_many_of_a_hundred() -> None:
    assert shuffles(0.03125) == "3 of 100 shuffles"
    assert shuffles(0.004) == "fewer than 1 of 100 shuffles"
