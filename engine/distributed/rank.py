"""What one process of several does: trains its part of every batch and records its losses."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import torch
import torch.distributed as dist

from engine import seeding
from engine.distributed.world import World
from engine.errors import EngineError
from engine.eventlog import EventWriter
from engine.events import RunEnded, StepEnded
from engine.failure import explain
from engine.loop import training
from engine.recipes import experiment_of
from engine.request import RunRequest
from engine.runfile import RunWriter
from engine.runs import EVENTS, STEPS
from engine.setup import Setup, prepare
from engine.steering import Clock, Steering

RANKS = "ranks"
"""Folder with a run file of every rank's own losses."""


def train_rank(request: RunRequest, run: str, folder: Path) -> RunEnded:
    """Train as one rank of the process group, which is initialised, into the run's folder."""
    device = _device(request.device)
    world = World(device)
    experiment = experiment_of(request)
    torch.set_num_threads(experiment.threads)
    setup = prepare(
        experiment, seed=request.seed, device=device, run=run, steps=request.steps, world=world
    )
    # Each rank has noise of its own; the first has that of a run in one process.
    purpose = ("noise",) if world.rank == 0 else ("noise", world.rank)
    torch.manual_seed(seeding.derive(request.seed, *purpose))
    (folder / RANKS).mkdir(exist_ok=True)
    with ExitStack() as files:
        own = files.enter_context(RunWriter(own_steps(folder, world.rank), setup.started.groups, 0))
        if world.rank > 0:
            ended = _train(setup, world, own, None, None)
            if ended.status == "failed":
                with closing(EventWriter(own_end(folder, world.rank))) as log:
                    log.write(ended)
            return ended
        layers = len(setup.parameters)
        steps = files.enter_context(RunWriter(folder / STEPS, setup.started.groups, layers))
        log = EventWriter(folder / EVENTS)
        files.callback(log.close)
        ended = _train(setup, world, own, steps, log)
        log.write(ended)
    return ended


def _train(
    setup: Setup, world: World, own: RunWriter, steps: RunWriter | None, log: EventWriter | None
) -> RunEnded:
    """Run the loop. Only the first rank has `steps` and `log`, the record of the run."""
    steering = Steering()
    clock = Clock(steering)
    try:
        for event in training(setup, steering):
            if isinstance(event, RunEnded):
                return event
            if isinstance(event, StepEnded):
                seconds = clock.seconds()
                own.write(replace(event, loss=world.own_loss(), layer_norms=()), seconds)
                if steps is not None:
                    steps.write(event, seconds)
            elif log is not None:
                log.write(event)
    except Exception as error:
        problem = explain(_rank_gone(error))
        return RunEnded(status="failed", steps=own.count, seconds=clock.seconds(), problem=problem)
    raise AssertionError("the loop ends with RunEnded")


def own_steps(folder: Path, rank: int) -> Path:
    """Where a rank's own losses are recorded: a run file without layers."""
    return folder / RANKS / f"{rank}.bin"


def own_end(folder: Path, rank: int) -> Path:
    """Where a rank other than the first says why it failed."""
    return folder / RANKS / f"{rank}.jsonl"


def _device(name: str) -> torch.device:
    """One GPU for each rank where there are any, else the CPU."""
    if name in ("auto", "cuda") and torch.cuda.is_available():
        device = torch.device("cuda", dist.get_node_local_rank(dist.get_rank()))
        torch.cuda.set_device(device)
        return device
    return torch.device("cpu")


def _rank_gone(error: Exception) -> Exception:
    """What the ranks that are left are told by their library, in plain words."""
    text = str(error)
    if isinstance(error, dist.DistError) or "gloo" in text.lower() or "peer" in text.lower():
        return EngineError(
            "Another rank is gone",
            "The processes average their gradients at every step; one of them no longer answers.",
            "Look at the record of that rank; what was recorded up to here is kept.",
            text,
        )
    return error
