"""Search, folds, repeats, verdicts: every trial has an end, and no verdict says too much."""

from __future__ import annotations

import itertools
import json
import logging
import math
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from recipes import of, request

from engine import RunRequest, data
from engine.client import Engine
from engine.errors import ConfigurationError, EngineError
from engine.events import Evaluated, Event, Metric, Problem, RunEnded
from engine.search import (
    TPE,
    Choice,
    Execution,
    Float,
    Grid,
    InProcess,
    Integer,
    Objective,
    Random,
    SearchResult,
    Space,
    Strategy,
    Trial,
    Workers,
    band,
    compare,
    importance,
    k_fold,
    repeat,
    search,
    searching,
)
from engine.search.catalog import strategies
from engine.search.folds import on_fold
from engine.training import train

few = settings(max_examples=20)
LR = Float("lr", 1e-4, 10.0, log=True)


class Pretended:
    """A run that has five evaluations without training: far from lr 0.1 it is worse."""

    run = "pretended"

    def __init__(self, request: RunRequest) -> None:
        self._lr = float(dict(request.parameters).get("lr", 0.1))
        self._stopped = False
        self._events = self._all()
        self.closed = False

    def poll(self, timeout: float) -> tuple[Event, ...]:
        return (next(self._events),)

    def stop(self) -> None:
        self._stopped = True

    def close(self) -> None:
        self.closed = True

    def _all(self) -> Iterator[Event]:
        if self._lr > 5:
            problem = Problem(title="The run diverged", reason="Too fast.", next_step="Slower.")
            yield RunEnded(status="diverged", steps=3, seconds=0.1, problem=problem)
        for look in range(1, 6):
            if self._stopped:
                yield RunEnded(status="stopped", steps=10 * look, seconds=0.1)
            loss = math.log10(self._lr / 0.1) ** 2 + 1 / look
            yield Evaluated(step=10 * look, split="validation", loss=loss)
        yield RunEnded(status="finished", steps=50, seconds=0.5)


class Pretender:
    """Starts runs that cost nothing."""

    concurrent = True

    def __init__(self) -> None:
        self.started: list[Pretended] = []

    def start(self, request: RunRequest) -> Execution:
        self.started.append(Pretended(request))
        return self.started[-1]


def pretended(strategy: Strategy, **more: object) -> SearchResult:
    """A search that costs nothing."""
    given = {"executor": Pretender(), **more}
    return search(request(), Space((LR,)), strategy, **given)  # type: ignore[arg-type]


# Space


@few
@given(st.integers(0, 999), st.floats(1e-6, 1), st.floats(1, 1e6), st.booleans())
def test_draws_and_grids_stay_inside(seed: int, low: float, high: float, log: bool) -> None:
    dimension = Float("x", low, high, log)
    source = random.Random(seed)
    assert all(low <= float(dimension.draw(source)) <= high for _ in range(20))
    grid = [float(value) for value in dimension.grid(4)]
    assert (grid[0], grid[-1]) == (low, high)
    assert grid == sorted(grid)


def test_a_log_grid_has_one_factor_between_its_values() -> None:
    assert Float("lr", 1e-5, 1e-1, log=True).grid(5) == (1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
    assert Float("wd", 0, 1).grid(3) == (0, 0.5, 1)
    assert LR.grid(1) == (pytest.approx(math.sqrt(1e-3)),)


def test_the_median_of_a_log_draw_is_in_the_middle_of_the_factors() -> None:
    source = random.Random(0)
    drawn = [float(Float("lr", 1e-5, 1e-1, log=True).draw(source)) for _ in range(4001)]
    assert statistics.median(drawn) == pytest.approx(1e-3, rel=0.3)


def test_whole_numbers_reach_both_ends_evenly() -> None:
    source = random.Random(1)
    for log in (False, True):
        drawn = [Integer("n", 1, 4, log).draw(source) for _ in range(2000)]
        assert set(drawn) == {1, 2, 3, 4}
        assert all(isinstance(value, int) for value in drawn)
    assert Integer("batch", 16, 256, log=True).grid(5) == (16, 32, 64, 128, 256)
    assert Integer("depth", 1, 3).grid(9) == (1, 2, 3)


def test_a_grid_of_three_by_three_by_three_is_27_runs() -> None:
    space = Space((LR, Float("wd", 0, 1), Choice("model", ("classifier", "dropping", "restless"))))
    grid = space.grid(3)
    assert len(grid) == len(set(grid)) == 27
    assert grid[1] == (*grid[0][:2], ("model", "dropping"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Float("lr", 1, 0),
        lambda: Float("lr", 0, 1, log=True),
        lambda: Float("lr", 0, math.inf),
        lambda: Float("lr", math.nan, 1),
        lambda: Integer("n", 1.5, 3),  # type: ignore[arg-type]
        lambda: Choice("c", ()),
        lambda: Space(()),
        lambda: Space((LR, LR)),
        lambda: Grid(0),
        lambda: Random(0),
        lambda: TPE(0),
        lambda: TPE(3, pruner="best"),  # type: ignore[arg-type]
        lambda: Objective(split="test"),
        lambda: Objective(direction="up"),  # type: ignore[arg-type]
        lambda: Space((LR,)).grid(0),
    ],
)
def test_settings_that_make_no_sense_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ConfigurationError):
        make()


# Objective


def test_the_objective_reads_what_it_is_about() -> None:
    seen = Evaluated(
        step=1, split="validation", loss=0.5, metrics=(Metric(name="accuracy", value=0.75),)
    )
    assert Objective().reads(seen) == 0.5
    assert Objective(metric="accuracy", direction="maximize").reads(seen) == 0.75
    assert Objective(metric="recall").reads(seen) is None
    assert Objective(split="train").reads(seen) is None
    averaged = replace(seen, weights="average")
    assert Objective().reads(averaged) is None
    assert Objective(weights="average").reads(averaged) == 0.5


def test_best_and_last_differ_and_nan_is_neither() -> None:
    values = (0.5, 0.25, math.nan, 0.75)
    assert Objective().of(values) == 0.25
    assert Objective(direction="maximize").of(values) == 0.75
    assert Objective(when="last").of(values) == 0.75
    assert Objective(when="last").of((0.5, math.nan)) is None
    assert Objective().of((math.nan, math.inf)) is None
    assert Objective().of(()) is None


# Search in this process


@pytest.mark.parametrize("strategy", [Grid(2), Random(4, seed=7), TPE(4, seed=7)])
def test_the_same_search_gives_the_same_trials(strategy: Strategy) -> None:
    if isinstance(strategy, TPE):
        pytest.importorskip("optuna")
    space = Space((Float("lr", 1e-3, 1.0, log=True), Float("momentum", 0, 0.9)))
    state = torch.get_rng_state()
    first = search(request(steps=12), space, strategy)
    again = search(request(steps=12), space, strategy)
    untimed = [[replace(t, seconds=0.0) for t in each.trials] for each in (first, again)]
    assert untimed[0] == untimed[1]
    assert [trial.status for trial in first.trials] == ["finished"] * 4
    assert [trial.number for trial in first.trials] == [0, 1, 2, 3]
    assert torch.equal(torch.get_rng_state(), state)


def test_a_trial_is_what_a_run_with_its_settings_is() -> None:
    result = search(request(steps=12), Space((Float("lr", 0.01, 0.1),)), Grid(2))
    from recipes import moons

    for trial in result.trials:
        events = of(Evaluated, train(moons(steps=12, **dict(trial.parameters)), device="cpu"))  # type: ignore[arg-type]
        assert trial.value == min(event.loss for event in events)
        assert trial.steps == 12


def test_trials_that_diverge_or_fail_are_results() -> None:
    space = Space((Choice("model", ("classifier", "no such model")), Choice("lr", (0.1, 1e9))))
    result = search(request(steps=60), space, Grid())
    assert [trial.status for trial in result.trials] == ["finished", "diverged", "failed", "failed"]
    assert [trial.value is None for trial in result.trials] == [False, True, True, True]
    assert result.trials[1].problem is not None
    assert result.trials[2].problem is not None
    assert "KeyError" in result.trials[2].problem.title
    assert result.best == result.trials[0]


def test_a_run_that_measures_nothing_says_so() -> None:
    result = search(request("valley"), Space((Integer("steps", 5, 6),)), Grid(2))
    assert result.best is None
    assert result.ties == ()
    assert {trial.status for trial in result.trials} == {"failed"}
    assert result.trials[0].problem is not None
    assert "did not measure the loss" in result.trials[0].problem.reason


def test_an_unknown_recipe_fails_every_trial_and_not_the_search() -> None:
    result = search(request("nowhere"), Space((LR,)), Grid(2))
    assert [trial.status for trial in result.trials] == ["failed", "failed"]


def test_ties_are_shown() -> None:
    objective = Objective()
    trials = tuple(
        Trial(number=number, parameters=(), status="finished", value=value)
        for number, value in enumerate((0.5, 0.25, 0.25, 0.75))
    )
    result = SearchResult(objective=objective, trials=trials)
    assert [trial.number for trial in result.ranking] == [1, 2, 0, 3]
    assert [trial.number for trial in result.ties] == [1, 2]
    up = SearchResult(objective=Objective(direction="maximize"), trials=trials)
    assert up.best == trials[3]


def test_several_workers_in_one_process_are_refused_before_anything_starts() -> None:
    with pytest.raises(ConfigurationError, match="workers"):
        searching(request(), Space((LR,)), Grid(2), workers=2)
    with pytest.raises(ConfigurationError, match="workers"):
        searching(request(), Space((LR,)), Grid(2), workers=0)


def test_a_search_that_is_closed_stops_what_is_under_way() -> None:
    executor = Pretender()
    trials = searching(request(), Space((LR,)), Random(9), executor=executor, workers=3)
    next(trials)
    trials.close()  # type: ignore[attr-defined]
    assert len(executor.started) == 3
    assert sum(run.closed for run in executor.started) == 2


def test_strategies_are_made_by_name() -> None:
    assert strategies.names == ("grid", "random", "tpe")
    assert strategies.make("random", trials=3, seed=1) == Random(3, 1)


# Resuming


@pytest.mark.parametrize("file", ["trials.jsonl", "deep/trials.jsonl"])
def test_a_listed_search_goes_on_where_it_was_cut_off(file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    whole = pretended(Random(7))
    pretended(Random(3), storage=path)
    with path.open("ab") as log:
        log.write(b'{"number": 3, "parame')  # cut off by a full disk or a lost process
    executor = Pretender()
    resumed = pretended(Random(7), storage=path, executor=executor)
    assert resumed == whole
    assert len(executor.started) == 4
    executor = Pretender()
    assert pretended(Random(7), storage=path, executor=executor).trials[:3] == whole.trials[:3]


def test_a_file_of_another_search_is_refused(tmp_path: Path) -> None:
    pretended(Grid(2), storage=tmp_path / "a")
    with pytest.raises(EngineError, match="another search"):
        pretended(Grid(3), storage=tmp_path / "a")
    with pytest.raises(EngineError, match="could not be written"):
        pretended(Grid(3), storage=tmp_path / "a" / "b")


@pytest.mark.parametrize(("file", "parts"), [("study.log", (4, 9, 14)), ("study.db", (2, 4))])
def test_a_resumed_study_makes_the_trials_of_an_uninterrupted_one(
    file: str, parts: tuple[int, ...], tmp_path: Path
) -> None:
    pytest.importorskip("optuna")
    whole = pretended(TPE(parts[-1], pruner="median"))
    for trials in parts:
        executor = Pretender()
        resumed = pretended(
            TPE(trials, pruner="median"), storage=tmp_path / file, executor=executor
        )
        assert len(resumed.trials) == trials
        assert len(executor.started) <= 5
    assert resumed == whole


def test_what_was_stopped_with_a_study_is_tried_again(tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    path = tmp_path / "study"
    space, executor = Space((LR,)), Pretender()
    trials = searching(request(), space, TPE(4), executor=executor, workers=2, storage=path)
    next(trials)
    trials.close()  # type: ignore[attr-defined]
    result = pretended(TPE(4), storage=path)
    assert len(result.trials) == 4
    whole = [trial.parameters for trial in pretended(TPE(4)).trials]
    assert {trial.parameters for trial in result.trials} >= set(whole[:2])


def test_what_a_dead_process_worked_on_is_tried_again(tmp_path: Path) -> None:
    optuna = pytest.importorskip("optuna")
    path = tmp_path / "study"
    pretended(TPE(2), storage=path)
    died = subprocess.Popen([sys.executable, "-c", ""])
    died.wait()
    backend = optuna.storages.journal.JournalFileBackend(str(path))
    study = optuna.load_study(study_name=None, storage=optuna.storages.JournalStorage(backend))
    lost = study.ask()
    lost.set_user_attr("driver", f"{socket.gethostname()} {died.pid}")
    chosen = lost.suggest_float("lr", LR.low, LR.high, log=True)
    result = pretended(TPE(3), storage=path)
    assert [trial.number for trial in result.trials] == [0, 1, 3]
    assert result.trials[2].parameters == (("lr", chosen),)


def test_a_study_of_another_space_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    pretended(TPE(1), storage=tmp_path / "study")
    with pytest.raises(EngineError, match="another space"):
        search(
            request(),
            Space((Float("wd", 0, 1),)),
            TPE(2),
            storage=tmp_path / "study",
            executor=Pretender(),
        )
    (tmp_path / "broken.db").write_bytes(b"not a database, though it has the name of one" * 99)
    with pytest.raises(EngineError, match="storage of the search"):
        pretended(TPE(1), storage=tmp_path / "broken.db")


def test_two_searches_share_one_storage(tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    results: list[SearchResult] = []

    def drive() -> None:
        results.append(pretended(TPE(12), storage=tmp_path / "study"))

    drivers = [threading.Thread(target=drive) for _ in range(2)]
    for driver in drivers:
        driver.start()
    for driver in drivers:
        driver.join(60)
    trials = pretended(TPE(12), storage=tmp_path / "study").trials
    assert len(results) == 2
    assert len(trials) in (12, 13)
    assert len({trial.parameters for trial in trials}) == len(trials)
    assert logging.root.manager.disable == logging.NOTSET


# Optuna


@pytest.mark.parametrize("pruner", ["median", "hyperband"])
def test_bad_trials_are_given_up_early_and_never_win(pruner: str) -> None:
    pytest.importorskip("optuna")
    result = pretended(TPE(30, seed=1, pruner=pruner))  # type: ignore[arg-type]
    pruned = [trial for trial in result.trials if trial.status == "pruned"]
    assert len(pruned) >= 5
    assert all(trial.steps < 60 and trial.value is not None for trial in pruned)
    assert result.best is not None
    assert result.best.status == "finished"
    assert float(dict(result.best.parameters)["lr"]) == pytest.approx(0.1, rel=1)
    assert any(trial.status == "diverged" for trial in result.trials)


def test_a_study_stays_away_from_what_diverged() -> None:
    pytest.importorskip("optuna")
    space = Space((Float("lr", 1e-2, 1e3, log=True),))  # beyond 5 runs diverge: nearly half of it
    result = search(request(), space, TPE(40, seed=1), executor=Pretender())
    late = [trial.status for trial in result.trials[20:]]
    assert [trial.status for trial in result.trials[:10]].count("diverged") >= 3
    assert late.count("diverged") <= 2


def test_a_pruned_run_is_really_stopped() -> None:
    pytest.importorskip("optuna")
    space = Space((Float("lr", 1e-6, 0.3, log=True),))
    result = search(request(steps=60), space, TPE(12, seed=0, pruner="median"))
    pruned = [trial for trial in result.trials if trial.status == "pruned"]
    assert pruned
    assert all(10 <= trial.steps < 60 for trial in pruned)


def test_optuna_says_nothing_and_keeps_its_settings(capfd: pytest.CaptureFixture[str]) -> None:
    optuna = pytest.importorskip("optuna")
    importance(Space((LR,)), pretended(Random(12)))  # what it imports may draw random numbers once
    before = optuna.logging.get_verbosity(), list(warnings.filters), random.getstate()
    numpy_state = np.random.get_state()[1].tolist()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        importance(Space((LR,)), pretended(TPE(12, pruner="hyperband")))
    assert capfd.readouterr() == ("", "")
    assert (optuna.logging.get_verbosity(), list(warnings.filters), random.getstate()) == before
    assert np.random.get_state()[1].tolist() == numpy_state
    assert logging.root.manager.disable == logging.NOTSET


def test_a_missing_extra_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(EngineError, match=r'pip install "tutor\[search\]"'):
        pretended(TPE(1))
    assert len(pretended(Random(2)).trials) == 2


def test_what_matters_is_more_important_than_what_does_not() -> None:
    pytest.importorskip("optuna")
    space = Space((LR, Float("nothing", 0, 1), Choice("colour", ("red", "blue"))))
    result = search(request(), space, Random(60), executor=Pretender())
    found = importance(space, result)
    assert found[0].name == "lr"
    assert found[0].share > 0.6
    assert sum(each.share for each in found) == pytest.approx(1)
    few_trials = SearchResult(objective=Objective(), trials=result.trials[:2])
    assert importance(space, few_trials) == ()


# Workers


def test_trials_in_workers_are_runs_like_all_others(engine: Engine) -> None:
    space = Space((Choice("lr", (0.1, 0.01)), Choice("model", ("classifier", "no such model"))))
    asked = replace(request(steps=30), origin="a lesson", name="warm")
    result = search(asked, space, Grid(), executor=Workers(engine), workers=2)
    here = search(asked, space, Grid())
    assert [trial.status for trial in result.trials] == ["finished", "failed"] * 2
    assert [trial.value for trial in result.trials] == [trial.value for trial in here.trials]
    for trial in result.trials:
        info = engine.runs.info(trial.run)
        assert (info.request.origin, info.request.name) == (
            "a lesson",
            f"warm trial {trial.number}",
        )
        assert dict(info.request.parameters) == {"steps": 30, **dict(trial.parameters)}


def test_a_search_that_is_closed_ends_its_workers(engine: Engine) -> None:
    executor = Workers(engine)
    seen: list[Execution] = []
    start = executor.start

    def remembered(request: RunRequest) -> Execution:
        seen.append(start(request))
        return seen[-1]

    executor.start = remembered  # type: ignore[method-assign]
    space = Space((Choice("steps", (10**9, 20, 10**9)),))
    trials = searching(request(), space, Grid(), executor=executor, workers=2)
    assert next(trials).status == "finished"
    trials.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    for execution in seen:
        ended = engine.runs.load(execution.run).ended
        while ended is None and time.monotonic() < deadline:
            time.sleep(0.02)
            ended = engine.runs.load(execution.run).ended
        assert ended is not None


def test_a_run_in_a_worker_is_pruned(engine: Engine) -> None:
    pytest.importorskip("optuna")
    space = Space((Float("lr", 1e-6, 0.3, log=True),))
    asked = request(steps=200_000, evaluate_every=200)
    strategy = TPE(7, seed=0, pruner="median")

    class Impatient(Workers):
        """Ends what is not pruned after some evaluations."""

        def start(self, request: RunRequest) -> Execution:
            return super().start(replace(request, steps=600 if self._count() <= 5 else None))

        def _count(self) -> int:
            self.count = getattr(self, "count", 0) + 1
            return int(self.count)

    trials = searching(asked, space, strategy, executor=Impatient(engine))
    statuses = {}
    for trial in itertools.islice(trials, 7):
        statuses[trial.number] = (trial.status, trial.steps)
        if trial.status == "pruned":
            break
    trials.close()  # type: ignore[attr-defined]
    status, steps = statuses[max(statuses)]
    assert (status, steps < 200_000) == ("pruned", True)


# Folds


def test_every_fold_validates_on_another_part() -> None:
    result = k_fold(request(steps=20), k=4)
    assert [fold.number for fold in result.folds] == [0, 1, 2, 3]
    assert len(set(result.values)) == 4
    assert result.mean == pytest.approx(np.mean(result.values))
    assert result.sd == pytest.approx(np.std(result.values, ddof=1))
    divided = [on_fold(recipe="recipes:moons", fold=fold, folds=4).data for fold in range(4)]
    sizes = [len(each.validation) for each in divided if each is not None]
    whole = data.moons()
    assert sum(sizes) == len(whole.train) + len(whole.validation)


def test_a_fold_is_a_run_of_its_own_recipe(engine: Engine) -> None:
    asked = request(steps=20, lr=0.05)
    stored = k_fold(asked, k=2, stratified=False, executor=Workers(engine), workers=2)
    assert stored.values == k_fold(asked, k=2, stratified=False).values
    info = engine.runs.load(stored.folds[1].trial.run).info
    assert (info.request.name, info.request.origin) == ("fold 1", "folds")
    assert dict(info.request.parameters)["recipe"] == "recipes:moons"


def test_statistics_come_from_the_training_part_of_each_fold() -> None:
    parts = [
        on_fold(recipe="recipes:moons", fold=fold, folds=3, standardise=True).data
        for fold in range(3)
    ]
    for part in parts:
        assert part is not None
        torch.testing.assert_close(part.train.inputs.mean(0), torch.zeros(2), atol=1e-5, rtol=0)
        assert part.validation.inputs.mean(0).abs().max() > 1e-3
    plain = k_fold(request(steps=20), k=2)
    assert k_fold(request(steps=20), k=2, standardise=True).values != plain.values


def test_a_fold_that_diverges_has_no_value() -> None:
    result = k_fold(request(steps=60, lr=1e9), k=2)
    assert {fold.trial.status for fold in result.folds} == {"diverged"}
    assert result.values == ()
    assert math.isnan(result.mean)
    assert math.isnan(result.sd)


def test_folds_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="k cannot be 1"):
        k_fold(request(), k=1)
    with pytest.raises(ConfigurationError, match="another name"):
        k_fold(request(fold=3))
    with pytest.raises(ConfigurationError, match="with data"):
        on_fold(recipe="recipes:valley", fold=0, folds=2)
    with pytest.raises(ConfigurationError, match="from 0 to 1"):
        on_fold(recipe="recipes:moons", fold=2, folds=2)


# Repeats


def test_repeats_differ_in_their_seed_only(engine: Engine) -> None:
    asked = request(steps=20)
    result = repeat(asked, (3, 1, 4), executor=Workers(engine), workers=2)
    assert [each.seed for each in result.repeats] == [3, 1, 4]
    assert result.values == repeat(asked, (3, 1, 4)).values
    assert len(set(result.values)) == 3
    runs = [engine.runs.load(run) for run in result.runs]
    assert [run.info.request.seed for run in runs] == [3, 1, 4]
    found = band([run.rows["loss"] for run in runs])
    assert found.steps.tolist() == list(range(1, 21))
    np.testing.assert_array_equal(
        found.median, np.median([run.rows["loss"] for run in runs], axis=0)
    )


def test_seeds_without_a_value_are_left_out_of_a_verdict_and_counted() -> None:
    good = repeat(request(steps=12), range(3))
    lost = replace(good.repeats[1], trial=replace(good.repeats[1].trial, value=None))
    less = replace(good, repeats=(good.repeats[0], lost, good.repeats[2]))
    verdict = good.against(less)
    assert (verdict.seeds, verdict.outcome) == (2, "can't tell")
    assert "no value there: 1." in verdict.reason
    assert good.against(good).seeds == 3
    with pytest.raises(ConfigurationError, match="seeds"):
        repeat(request(), (1, 1))


# Bands


def test_a_band_is_of_the_runs_that_are_left() -> None:
    found = band([[4.0, 3.0, 2.0], [2.0, math.nan], [0.0, 1.0, math.inf, math.inf]])
    assert found.runs.tolist() == [3, 2, 1, 0]
    assert found.median.tolist()[:3] == [2, 2, 2]
    assert found.minimum.tolist()[:2] == [0, 1]
    assert found.maximum.tolist()[:2] == [4, 3]
    assert found.lower.tolist()[0] == 1
    assert found.upper.tolist()[0] == 3
    assert math.isnan(found.median[3])


def test_a_band_at_other_steps() -> None:
    assert band([[1.0, 2.0]], steps=[10, 20]).steps.tolist() == [10, 20]
    with pytest.raises(ConfigurationError, match="steps"):
        band([[1.0, 2.0]], steps=[10])
    with pytest.raises(ConfigurationError, match="columns"):
        band([])


# Verdicts

samples = st.integers(1, 9).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(-50, 50), min_size=n, max_size=n)] * 2)
)


@few
@given(samples)
def test_p_is_that_of_scipys_exact_permutation_test(pair: tuple[list[int], list[int]]) -> None:
    from scipy.stats import permutation_test

    a, b = np.array(pair[0], float), np.array(pair[1], float)
    if len(a) < 2:
        return
    theirs = permutation_test(
        (a, b),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=10**6,
        alternative="two-sided",
    )
    assert compare(list(a), list(b)).p == pytest.approx(min(theirs.pvalue, 1))


@few
@given(samples, st.sampled_from([0.001, 3.0, 1e6]), st.sampled_from([-7.0, 0.125, 1e3]))
def test_a_verdict_does_not_depend_on_unit_origin_or_side(
    pair: tuple[list[int], list[int]], scale: float, shift: float
) -> None:
    a, b = ([float(value) for value in values] for values in pair)
    verdict, mirrored = compare(a, b), compare(b, a)
    other = {"a lower": "b lower", "b lower": "a lower", "can't tell": "can't tell"}
    assert (mirrored.outcome, mirrored.p) == (other[verdict.outcome], verdict.p)
    assert mirrored.effect == -verdict.effect
    moved = compare([scale * x + shift for x in a], [scale * x + shift for x in b])
    assert (moved.outcome, moved.p) == (verdict.outcome, verdict.p)
    assert moved.effect == pytest.approx(verdict.effect)


@few
@given(st.lists(st.integers(1, 999), min_size=1, max_size=9))
def test_settings_that_are_alike_are_told_apart_in_at_most_one_of_twenty_cases(
    sizes: list[int],
) -> None:
    """Of all patterns of signs, each as likely as the others, where nothing differs."""
    every = [
        compare([sign * size for sign, size in zip(signs, sizes, strict=True)], [0.0] * len(sizes))
        for signs in itertools.product((-1.0, 1.0), repeat=len(sizes))
    ]
    wrong = sum(verdict.outcome != "can't tell" for verdict in every)
    assert wrong <= 0.05 * len(every)


def test_five_seeds_can_never_be_significant_and_six_can() -> None:
    verdict = compare([0.0] * 5, [1.0, 2.0, 3.0, 4.0, 5.0])
    assert (verdict.outcome, verdict.p) == ("can't tell", 2 / 2**5)
    assert "5 seeds can never be significant at 5%" in verdict.reason
    assert "it takes 6 seeds" in verdict.reason
    assert verdict.more_seeds is not None
    assert verdict.more_seeds >= 1
    six = compare([0.0] * 6, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert (six.outcome, six.p, six.more_seeds) == ("a lower", 2 / 2**6, 0)


def test_more_seeds_are_asked_for_where_the_difference_is_smaller() -> None:
    def wanted(difference: float) -> int | None:
        noise = [-1.0, 1.0, -0.5, 0.5, 0.0, 0.25, -0.25, 1.0]
        return compare([each + difference for each in noise], [0.0] * 8).more_seeds

    large, small, tiny = wanted(-0.6), wanted(-0.4), wanted(-0.126)
    assert large is not None
    assert small is not None
    assert large < small
    assert tiny is None
    assert "1000 seeds would hardly" in compare([0.0, 1e-9, -1e-9, 0.0], [0.0] * 4).reason


def test_the_recommended_number_of_seeds_shows_the_difference_four_times_in_five() -> None:
    source = np.random.default_rng(0)
    effect = 1.0
    z = 1.959964 + 0.841621
    seeds = math.ceil((z / effect) ** 2 + 1.959964**2 / 2)
    found = [
        compare(list(source.normal(-effect, 1, seeds)), [0.0] * seeds).outcome for _ in range(200)
    ]
    assert 0.7 < found.count("a lower") / 200 < 0.9
    assert "b lower" not in found


def test_equal_numbers_are_equal_and_constant_differences_are_infinitely_clear() -> None:
    same = compare([0.1, 0.2], [0.1, 0.2])
    assert (same.outcome, same.p, same.effect, same.more_seeds) == ("can't tell", 1, 0, None)
    assert same.reason == "Both gave the same number with every seed."
    assert compare([0.3] * 3, [0.1 + 0.2] * 3).difference == 0  # but for rounding they are equal
    clear = compare([1.0] * 4, [2.0] * 4)
    assert (clear.effect, clear.more_seeds) == (-math.inf, 2)


def test_many_seeds_are_drawn_and_always_the_same() -> None:
    source = np.random.default_rng(1)
    a, b = source.normal(0, 1, 40).tolist(), source.normal(0.8, 1, 40).tolist()
    verdict = compare(a, b)
    assert verdict == compare(a, b)
    assert verdict.outcome == "a lower"
    assert 0 < verdict.p < 0.01


@pytest.mark.parametrize(
    ("a", "b"), [([1.0], [1.0, 2.0]), ([], []), ([math.nan], [1.0]), ([1.0], [math.inf])]
)
def test_numbers_that_cannot_be_compared_are_refused(
    a: Sequence[float], b: Sequence[float]
) -> None:
    with pytest.raises(ConfigurationError):
        compare(a, b)


# Layers


def test_searching_needs_no_torch_until_it_trains() -> None:
    modules = ("engine.search", "engine.deploy", "engine.compress", "engine.exporting")
    code = (
        f"import sys, json, {', '.join(modules)}\n"
        "heavy = {'torch', 'numpy', 'sklearn', 'optuna', 'onnx', 'torchao'}\n"
        "print(json.dumps(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_in_process_runs_are_made_one_at_a_time() -> None:
    assert not InProcess.concurrent
    assert Workers.concurrent
