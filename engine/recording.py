"""Trains what a request asks for, and writes every step and event into the run's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.eventlog import EventWriter
from engine.events import RunEnded, StepEnded
from engine.failure import explain
from engine.jobs import TrainJob
from engine.recipes import experiment_of
from engine.runfile import RunWriter
from engine.runs import SNAPSHOTS, STEPS
from engine.steering import Clock, Steering

if TYPE_CHECKING:
    from engine.travel.keeping import InFolder

SNAPSHOTS_PER_RUN = 50
"""Points of a timeline: fine enough to choose from."""
SNAPSHOT_SHARE = 0.03
"""Largest part of the training time that writing them may take."""


def record(job: TrainJob, steering: Steering, log: EventWriter) -> RunEnded:
    """Run the loop; steps go to the run file, everything else but the end to the log.

    Raises nothing: whatever went wrong is in the end, which is for the caller to write.
    """
    try:
        return _recorded(job, steering, log)
    except Exception as error:
        return RunEnded(status="failed", steps=0, seconds=0.0, problem=explain(error))


def _recorded(job: TrainJob, steering: Steering, log: EventWriter) -> RunEnded:
    import torch

    from engine import device as devices
    from engine.loop import training
    from engine.setup import prepare
    from engine.training import seed_noise
    from engine.travel.starting import start_of

    request = job.request
    experiment = experiment_of(request)
    torch.set_num_threads(experiment.threads)
    setup = prepare(
        experiment,
        seed=request.seed,
        device=devices.resolve(request.device),
        run=job.run,
        steps=request.steps,
    )
    seed_noise(request.seed)
    fork, runs = request.fork, job.folder.parent
    start = None if fork is None else start_of(fork, runs, setup.device)
    keeper = _keeper(request.snapshot_every, setup.horizon.steps, job.folder / SNAPSHOTS)
    clock = Clock(steering)
    first = steps = 0 if start is None else start.step
    with RunWriter(job.folder / STEPS, setup.started.groups, len(setup.parameters)) as writer:
        try:
            for event in training(setup, steering, start=start, keeper=keeper):
                if isinstance(event, StepEnded):
                    writer.write(event, clock.seconds())
                    steps = event.step
                elif isinstance(event, RunEnded):
                    return event
                else:
                    log.write(event)
        except Exception as error:
            return RunEnded(
                status="failed",
                steps=steps,
                seconds=clock.seconds(),
                problem=explain(error),
                first_step=first,
            )
    raise AssertionError("the loop ends with RunEnded")


def _keeper(every: int | None, steps: int, folder: Path) -> InFolder:
    """Exactly as often as asked; where nobody asks, as often as there is time for."""
    from engine.travel.keeping import InFolder

    if every is not None:
        return InFolder(folder, every)
    return InFolder(folder, max(1, steps // SNAPSHOTS_PER_RUN), share=SNAPSHOT_SHARE)
