"""What answer functions can ask of finished runs."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from stored_runs import store_run

from engine.runs import RunStore
from lessons.lab import FinishedRun, Runs
from lessons.runs import NEVER, finished


def run(scenario: str, *losses: float, seed: int = 0) -> FinishedRun:
    loss = np.array(losses)
    return FinishedRun(
        scenario=scenario,
        seed=seed,
        status="finished",
        loss=loss,
        lr=loss,
        grad_norm=loss,
        applied_norm=loss,
    )


def below(level: float):
    return lambda run: run.loss < level


def test_a_stored_run_comes_back_as_arrays(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    found = finished(store.load(store_run(store, "plain", [4.0, 2.0, 0.5], seed=7)))
    assert (found.scenario, found.seed, found.status, found.steps) == ("plain", 7, "finished", 3)
    assert found.loss.tolist() == [4.0, 2.0, 0.5]
    assert found.grad_norm.tolist() == [8.0, 4.0, 1.0]
    assert found.applied_norm.tolist() == [1.0, 1.0, 0.5]
    assert found.lr == pytest.approx([0.1, 0.05, 0.1 / 3])


def test_evaluations_are_curves(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    found = finished(store.load(store_run(store, "plain", [1.0])))
    validation = found.curve()
    assert (validation.steps.tolist(), validation.values.tolist()) == ([2, 4], [0.5, 0.25])
    assert validation.last == 0.25
    assert found.curve("accuracy").steps.tolist() == [2]
    assert found.curve(split="train").last == 0.1
    with pytest.raises(KeyError, match="no recall"):
        found.curve("recall")


def test_a_run_without_steps_has_empty_arrays(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    found = finished(store.load(store_run(store, "plain", [], status="failed")))
    assert (found.steps, found.status, found.lr.shape) == (0, "failed", (0,))
    assert found.first_step(below(1.0)) == NEVER


def test_runs_are_found_by_scenario_and_seed() -> None:
    runs = Runs([run("a", 1), run("b", 2), run("a", 3, seed=1)])
    assert (runs.scenarios, len(runs)) == (("a", "b"), 3)
    assert runs["a"].loss.tolist() == [1]
    assert [each.seed for each in runs.seeds("a")] == [0, 1]
    assert [each.scenario for each in runs] == ["a", "b", "a"]
    with pytest.raises(KeyError, match="there are runs of a, b"):
        runs["c"]


def test_first_names_the_scenario_that_gets_there_first() -> None:
    runs = Runs([run("slow", 3, 2, 1, 0.5), run("quick", 3, 0.5, 3, 3)])
    assert runs.first(below(1.0), otherwise="none") == "quick"
    assert runs.first(below(0.1), otherwise="none") == "none"


def test_a_tie_is_named_where_it_has_a_name() -> None:
    runs = Runs([run("a", 3, 0.5), run("b", 3, 0.4)])
    assert runs.first(below(1.0), otherwise="none", tie="same") == "same"
    assert runs.first(below(1.0), otherwise="none") == "a"


def test_runs_that_explode_never_get_there() -> None:
    runs = Runs([run("wild", math.nan, math.inf), run("calm", 3, 2, 0.5)])
    assert runs.first(below(1.0), otherwise="none") == "calm"
    assert runs.lowest(lambda each: each.loss[-1]) == "calm"


def test_the_median_of_the_seeds_decides() -> None:
    lucky = [
        run("lucky", 0.1, seed=0),
        run("lucky", 3, 3, 3, 0.1, seed=1),
        run("lucky", 3, 3, 3, 0.1, seed=2),
    ]
    steady = [run("steady", 3, 0.1, seed=seed) for seed in range(3)]
    assert Runs(lucky + steady).first(below(1.0), otherwise="none") == "steady"


def test_lowest_and_highest_know_ties_and_nan() -> None:
    runs = Runs([run("a", 1.0), run("b", 1.04), run("c", math.nan)])

    def last(each: FinishedRun) -> float:
        return float(each.loss[-1])

    assert runs.lowest(last) == "a"
    assert runs.highest(last) == "b"
    assert runs.lowest(last, tie="same", margin=0.05) == "same"
    assert runs.lowest(last, tie="same", margin=0.01) == "a"
    assert Runs([run("a", 1.0), run("b", 1.0)]).lowest(last, tie="same") == "same"
    both_nan = Runs([run("a", math.nan), run("b", math.nan)])
    assert both_nan.lowest(last, tie="same") == "same"
