"""Where lint trains: several runs in one worker come to what each comes to in its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.request import RunRequest
from engine.runs import RunStore
from lessons.lab import request
from lessons.reading.lesson_file import load_lesson
from tui.headless.lint_bench import EngineBench

NOISE = load_lesson(
    Path(__file__).parents[3] / "lessons" / "curriculum" / "training" / "noise", "training/noise"
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[EngineBench]:
    made = EngineBench(tmp_path / "runs")
    yield made
    made.close()


def asked(scenario: str, seed: int) -> RunRequest:
    return request(NOISE, scenario, seed=seed)


def test_runs_are_the_same_together_and_alone(bench: EngineBench, tmp_path: Path) -> None:
    runs = (asked("own", 1), asked("lot", 1), asked("own", 2))
    together = bench.train_all(runs)
    alone = [bench.train(run) for run in runs]
    assert bench.made == 6
    store = RunStore(tmp_path / "runs")
    for one, other in zip(together, alone, strict=True):
        assert one.status == other.status == "finished"
        assert (
            store.load(one.run).rows["loss"].tolist() == store.load(other.run).rows["loss"].tolist()
        )
        assert store.load(one.run).info.request.seed == store.load(other.run).info.request.seed
        assert store.load(one.run).ended is not None


def test_a_run_that_takes_its_worker_with_it_takes_no_other(bench: EngineBench) -> None:
    killer = RunRequest(recipe="os:abort", name="killer")
    first, second, third = bench.train_all((asked("own", 1), killer, asked("lot", 1)))
    assert (first.status, second.status, third.status) == ("finished", "failed", "finished")
    assert "SIGABRT" in second.reason


def test_what_goes_wrong_in_one_run_is_its_own(bench: EngineBench) -> None:
    odd = RunRequest(recipe="os:getcwd", name="odd")
    first, second = bench.train_all((odd, asked("own", 1)))
    assert (first.status, second.status) == ("failed", "finished")
    assert first.reason
