"""The bench: which runs lie on it, and which come next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lab_samples import LESSON, RACE, info, request, rows, started

from engine.runs import StoredRun
from lessons.errors import BadValue
from lessons.progress.records import LessonRecord, RunMade
from lessons.schema import Run
from tui.lab.bench import MOST_RUNS, Bench
from tui.plots.palette import DEFAULT_LOOK, identity


def bench(block: Run | None = None) -> Bench:
    return Bench(LESSON, block, lambda index: identity(index, DEFAULT_LOOK))


def made(scenario: str, seed: int = 0) -> RunMade:
    return RunMade(run=f"{scenario}{seed}", scenario=scenario, seed=seed, standard=True)


def test_a_block_narrows_the_scenarios_and_chooses_its_first() -> None:
    assert [one.name for one in bench().scenarios] == ["slow", "fast", "long"]
    narrowed = bench(Run(id="other", scenarios=("fast", "slow")))
    assert [one.name for one in narrowed.scenarios] == ["fast", "slow"]
    assert narrowed.scenario.name == "fast"


def test_choosing_an_unknown_scenario_chooses_the_first() -> None:
    table = bench()
    table.choose("long")
    assert table.scenario.name == "long"
    table.choose("nonsense")
    assert table.scenario.name == "slow"


def test_a_turned_knob_goes_into_the_request_and_back_to_the_scenario() -> None:
    table = bench()
    table.turn("lr", 0.5)
    assert table.value("lr") == 0.5
    assert dict(table.request("cpu").parameters)["lr"] == 0.5
    table.turn("lr", 0.01)
    assert table.settings == ()
    assert table.request("cpu") == request("slow", device="cpu")


def test_a_named_scenario_is_asked_for_without_the_hand_on_the_knobs() -> None:
    table = bench()
    table.turn("lr", 0.5)
    asked = table.request("cpu", LESSON.scenario("fast"), seed=7)
    assert asked == request("fast", device="cpu", seed=7)


def test_a_value_out_of_range_is_refused() -> None:
    table = bench()
    table.turn("lr", 1e9)
    with pytest.raises(BadValue):
        table.request("cpu")


def test_missing_runs_are_those_without_a_record() -> None:
    block = replace(RACE, seeds=2)
    table = bench(block)
    record = LessonRecord(lesson=LESSON.id, runs=(made("slow"), made("fast", 1)))
    missing = [(asked.name, asked.seed) for asked in table.missing(record, "cpu")]
    assert missing == [("fast", 0), ("slow", 1)]
    assert bench().missing(record, "cpu") == []


def test_runs_are_known_by_their_scenario_and_told_apart_by_hand() -> None:
    table = bench()
    standard = table.add(info("a", request("fast")))
    by_hand = table.add(info("b", request("fast", parameters=(("lr", 0.2), ("steps", 200)))))
    another = table.add(info("c", request("fast", parameters=(("lr", 0.3), ("steps", 200)))))
    unknown = table.add(info("d", request("slow", name="")))
    assert (standard.label, standard.standard) == ("large steps", True)
    assert (by_hand.label, by_hand.standard) == ("large steps, by hand", False)
    assert unknown.label == "by hand"
    colours = [run.identity.colour for run in (standard, by_hand, another, unknown)]
    assert len(set(colours)) == 4
    assert table.newest is unknown
    assert table.find("b") is by_hand
    assert table.find("nonsense") is None


def test_a_run_made_again_takes_its_elders_place() -> None:
    table = bench()
    for name, scenario in (("a", "slow"), ("b", "fast"), ("c", "slow")):
        table.add(info(name, request(scenario)))
    paced = replace(request("fast"), steps_per_second=50.0)
    table.add(info("d", paced))
    assert [run.info.run for run in table.shown()] == ["c", "d"]


def test_other_seeds_are_other_runs() -> None:
    table = bench()
    for seed in range(3):
        table.add(info(str(seed), request(seed=seed)))
    assert [run.info.run for run in table.shown()] == ["0", "1", "2"]


def test_without_overlay_only_the_newest_of_the_chosen_scenario_is_shown() -> None:
    table = bench()
    for name, scenario in (("a", "slow"), ("b", "slow"), ("c", "fast")):
        table.add(info(name, request(scenario)))
    table.overlay = "newest"
    assert [run.info.run for run in table.shown()] == ["b"]
    table.choose("long")
    assert table.shown() == []


def test_the_oldest_runs_make_room() -> None:
    table = bench()
    for number in range(MOST_RUNS + 3):
        table.add(info(str(number), request(seed=number)))
    assert len(table.runs) == MOST_RUNS
    assert table.runs[0].info.run == "3"


def test_runs_of_earlier_visits_lie_before_newer_ones() -> None:
    table = bench()
    table.add(info("new"))
    stored = StoredRun(info=info("old", request("fast")), rows=rows(1, 5), events=(started(),))
    table.restore(stored)
    assert [run.info.run for run in table.runs] == ["old", "new"]
    assert table.runs[0].history.step == 5
