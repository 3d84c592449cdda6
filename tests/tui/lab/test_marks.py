"""What happened at which step: letters, words, and going from one to the next."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lab_samples import PLAN, live, rows, started

from engine.events import (
    BestKept,
    HyperparameterSet,
    NonFinite,
    Paused,
    RateReduced,
    SnapshotTaken,
)
from engine.schedules import Mark
from tui.lab.happenings import mark_of
from tui.lab.live_run import LiveRun
from tui.lab.marks import QUIET, marks_of, next_mark, said_at, shown_on
from tui.lab.scene import Scene
from tui.plots.palette import DEFAULT_LOOK

EVENTS = (
    SnapshotTaken(step=10),
    HyperparameterSet(step=20, name="lr", value=0.03),
    HyperparameterSet(step=25, name="clip", value=1.0),
    RateReduced(step=30, factor=0.1),
    BestKept(step=40, metric="loss", value=0.25, patience_used_up=True),
    NonFinite(step=50, what="loss", layer=""),
)


def scene(*runs: LiveRun) -> Scene:
    plans = {"slow": PLAN}
    return Scene(runs=runs, plans=plans, order=("slow", "fast"), guess=None, look=DEFAULT_LOOK)


def eventful(scenario: str = "slow", index: int = 0) -> LiveRun:
    run = live(scenario, index, steps=60)
    run.take(None, EVENTS)
    return run


def test_every_event_that_changes_a_run_leaves_its_letter_and_words() -> None:
    found = [mark for mark in map(mark_of, EVENTS) if mark is not None]
    assert [(mark.step, mark.letter) for mark in found] == [
        (10, "S"),
        (20, "H"),
        (25, "H"),
        (30, "P"),
        (40, "B"),
        (50, "!"),
    ]
    assert found[1].meaning == "lr set to 0.03 by hand"
    assert found[4].meaning == "best weights, kept at the end: loss 0.25"
    assert mark_of(started()) is None
    assert mark_of(Paused(step=3)) is None


def test_marks_stand_under_the_plot_that_they_explain() -> None:
    marks = marks_of(scene(eventful()))
    letters = {
        plot: [mark.letter for mark in shown_on(plot, marks) if mark.letter not in "E"]
        for plot in ("loss", "lr", "gradients")
    }
    assert letters == {
        "loss": ["S", "H", "H", "B", "!"],
        "lr": ["D", "H", "P"],
        "gradients": ["H", "!"],
    }
    clip = [mark for mark in shown_on("gradients", marks) if mark.letter == "H"]
    assert [mark.step for mark in clip] == [25]


def test_several_runs_are_told_apart_and_only_the_newest_shows_its_snapshots() -> None:
    marks = marks_of(scene(eventful(), eventful("fast", 1)))
    assert sum(mark.letter == "S" for mark in marks) == 1
    assert {mark.meaning for mark in marks if mark.letter == "P"} == {
        "small steps: plateau: planned rate × 0.1 from here on",
        "large steps: plateau: planned rate × 0.1 from here on",
    }


def test_a_fork_names_the_run_it_goes_on_from() -> None:
    parent = live("slow", steps=60)
    run = live("fast", 1)
    run.parent = parent
    run.take(rows(31, 60), (replace(started(), first_step=30),))
    (mark,) = [one for one in marks_of(scene(run)) if one.letter == "F"]
    assert (mark.step, mark.meaning) == (30, "goes on from step 30 of small steps")


letters = st.sampled_from("!FHBPWDRNES")
marks = st.lists(st.builds(Mark, st.integers(1, 300), letters, st.just("")), max_size=30)


@given(marks)
def test_one_key_goes_through_all_loud_marks_in_order_and_the_other_one_back(
    dealt: list[Mark],
) -> None:
    loud = sorted({mark.step for mark in dealt if mark.letter not in QUIET})
    seen: list[int] = []
    step: int | None = next_mark(dealt, 0, 1)
    while step is not None:
        seen.append(step)
        step = next_mark(dealt, step, 1)
    assert seen == loud
    for before, after in pairwise(loud):
        assert next_mark(dealt, after, -1) == before
    assert next_mark(dealt, 1, -1) is None


def test_words_of_the_mark_under_the_cursor() -> None:
    known = (Mark(50, "W", "warm-up ends"), Mark(51, "D", "drop"), Mark(51, "S", "snapshot"))
    assert said_at(known, 50, 1.5) == "W warm-up ends"
    assert said_at(known, 51, 1.5) == "D drop; S snapshot"
    assert said_at(known, 49, 1.5) == "W warm-up ends"
    assert said_at(known, 52, 1.5) == "D drop"
    assert said_at(known, 60, 1.5) == ""
    assert said_at((known[1], known[1]), 51, 0) == "D drop"


def test_epochs_without_number_are_neither_marked_nor_counted() -> None:
    endless = replace(PLAN, steps=10**15, steps_per_epoch=3)
    plans = {"slow": endless}
    asked = Scene(runs=(), plans=plans, order=("slow",), guess=None, look=DEFAULT_LOOK)
    assert marks_of(asked) == endless.marks
