"""Several processes train the run of one."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
import recipes
import torch
from recipes import losses, of

from engine import train
from engine.batches import Batches, Position
from engine.data import Batch
from engine.distributed.launch import train_together
from engine.distributed.rank import own_steps
from engine.distributed.world import World
from engine.events import Evaluated, StepEnded
from engine.request import RunRequest
from engine.runfile import read_rows
from engine.runs import RunStore, StoredRun

HERE = Path(__file__).parent
UNEVEN = (("batch_size", 33), ("steps", 25))
"""300 points in batches of 33: the last one of an epoch has 3, and no half."""


@pytest.fixture(autouse=True)
def _recipes_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    root = str(HERE.parents[1])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), root]))


def check_against_one_process(run: StoredRun) -> None:
    """The curve of a run in several processes is that of one."""
    alone = list(train(recipes.moons(batch_size=33, steps=25), seed=7, device="cpu"))
    assert run.rows["loss"].tolist() == pytest.approx(losses(alone), rel=1e-4)
    norms = [event.grad_norm for event in of(StepEnded, alone)]
    assert run.rows["grad_norm"].tolist() == pytest.approx(norms, rel=1e-3)
    measured = [event.loss for event in run.events if isinstance(event, Evaluated)]
    assert measured == pytest.approx([event.loss for event in of(Evaluated, alone)], rel=1e-4)
    assert run.ended is not None
    assert (run.ended.status, run.ended.steps) == ("finished", 25)


def test_two_ranks_make_the_run_of_one_process(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    request = RunRequest(recipe="recipes:moons", parameters=UNEVEN, seed=7, device="cpu")
    info = train_together(request, store, processes=2)
    run = store.load(info.run)
    check_against_one_process(run)
    own = [read_rows(own_steps(store.folder(info.run), rank))["loss"] for rank in range(2)]
    mean = (own[0] + own[1]) / 2
    assert mean.tolist() == pytest.approx(run.rows["loss"].tolist(), rel=1e-5)
    assert own[0].tolist() != own[1].tolist()


def test_torchrun_makes_the_same_run(tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"),
        *("--rdzv-backend", "c10d", "--rdzv-endpoint", "127.0.0.1:0", "--local-addr", "127.0.0.1"),
        *("-m", "engine.distributed", "recipes:moons", "--parameters", json.dumps(dict(UNEVEN))),
        *("--seed", "7", "--device", "cpu", "--out", str(tmp_path)),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["status"], said["steps"]) == ("finished", 25)
    check_against_one_process(RunStore(tmp_path).load(said["run"]))


def test_a_rank_that_dies_is_reported(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    request = RunRequest(recipe="recipes:second_rank_dies", parameters=(("step", 5),), device="cpu")
    info = train_together(request, store, processes=2)
    ended = store.load(info.run).ended
    assert ended is not None
    assert ended.status == "failed"
    assert ended.problem is not None
    assert ended.problem.title == "Rank 1 is gone"
    assert "SIGKILL" in ended.problem.reason
    assert ended.steps >= 4


def test_what_only_one_rank_knows_is_reported(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    parameters = (("step", 5),)
    request = RunRequest(recipe="recipes:second_rank_refuses", parameters=parameters, device="cpu")
    info = train_together(request, store, processes=2)
    ended = store.load(info.run).ended
    assert ended is not None
    assert ended.problem is not None
    assert (ended.status, ended.problem.title) == ("failed", "Rank 1 is gone")
    assert ended.problem.reason == "the sky fell on one"


def test_ranks_that_measure_differently_stop_together(tmp_path: Path) -> None:
    """What the first one measures holds for all."""
    store = RunStore(tmp_path)
    request = RunRequest(recipe="recipes:impatient", device="cpu")
    info = train_together(request, store, processes=2)
    run = store.load(info.run)
    assert run.ended is not None
    assert (run.ended.status, run.ended.steps) == ("finished", 25)
    luck = [event.value("luck") for event in of(Evaluated, run.events)]
    assert luck == [1.0, 2.0, 3.0, 4.0, 5.0]


class OfThree(World):
    """One of three processes, without the other two."""

    def __init__(self, rank: int) -> None:
        self.rank, self.size = rank, 3


@pytest.mark.parametrize("samples", [1, 2, 3, 7, 9])
def test_shares_are_disjoint_complete_and_weighted(samples: int) -> None:
    batch = Batch(torch.arange(samples).float(), torch.arange(samples))
    total, met = 0.0, []
    for rank in range(3):
        (part,), (weight,) = OfThree(rank).share((batch,), (1.0,))
        total += weight * part.inputs.mean().item() / 3
        met += part.targets.tolist() if weight else []
    assert sorted(met) == list(range(samples))
    assert math.isclose(total, batch.inputs.mean().item(), abs_tol=1e-6)


def test_accumulated_windows_are_shared_too() -> None:
    experiment = recipes.moons(batch_size=32, accumulate=4, epochs=1)
    windows = [
        Batches(experiment, experiment.data, 0, torch.device("cpu"), OfThree(rank)).after(
            Position()
        )
        for rank in range(3)
    ]
    whole = Batches(experiment, experiment.data, 0, torch.device("cpu")).after(Position())
    for _ in range(3):
        parts = [next(window) for window in windows]
        mean = sum(
            weight * batch.inputs.mean() / 3
            for part in parts
            for batch, weight in zip(part.batches, part.weights, strict=True)
            if batch is not None
        )
        expected = torch.cat([batch.inputs for batch in next(whole).batches if batch]).mean()
        assert torch.isclose(torch.as_tensor(mean), expected, atol=1e-6)
