"""The child process: waits for a job, does it, ends."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import threading
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine import references, wire
from engine.commands import Command, Stop
from engine.eventlog import EventWriter
from engine.events import LogLine, RunEnded, StepEnded
from engine.failure import explain
from engine.jobs import CallJob, Job, TrainJob
from engine.output import Output
from engine.recipes import experiment_of
from engine.runfile import RunWriter
from engine.runs import CRASH, EVENTS, SNAPSHOTS, STEPS
from engine.steering import Clock, Steering

if TYPE_CHECKING:
    from engine.travel.keeping import InFolder

SNAPSHOTS_PER_RUN = 50
"""Points of a timeline: fine enough to choose from."""
SNAPSHOT_SHARE = 0.03
"""Largest part of the training time that writing them may take."""


def main(connection: Connection) -> None:
    """Entry of every worker process: one job, then the end."""
    import engine.preload  # noqa: F401 - silences the process; already loaded in a forked one

    _may_have_children()
    with connection:
        try:
            job: Job = connection.recv()
        except (EOFError, OSError):  # nobody needs this worker any more
            return
        match job:
            case TrainJob():
                _train(job, connection)
            case CallJob():
                _call(job, connection)


def _may_have_children() -> None:
    """Let a DataLoader start workers: a daemon, which ends with the app, is refused any by Python.

    They end by themselves when their parent is gone.
    """
    configuration = vars(multiprocessing.current_process()).get("_config", {})
    configuration.pop("daemon", None)


def _call(job: CallJob, connection: Connection) -> None:
    import torch

    torch.set_num_threads(1)
    try:
        result = references.resolve(job.reference)(*job.arguments)
        answer = msgspec.json.encode({"result": wire.plain(msgspec.to_builtins(result))})
    except Exception as error:  # whatever it is, the caller is told
        answer = msgspec.json.encode({"problem": explain(error)})
    connection.send_bytes(answer)


def _train(job: TrainJob, connection: Connection) -> None:
    from engine.heap import keep_freed_memory

    keep_freed_memory()
    if hasattr(os, "nice"):
        os.nice(10)  # the screen comes first: a key is answered also on a busy machine
    log = EventWriter(job.folder / EVENTS)
    output = Output(lambda text: log.write(LogLine(text=text)))
    output.begin()
    request = job.request
    steering = Steering(
        start_paused=request.start_paused, steps_per_second=request.steps_per_second
    )
    threading.Thread(target=_listen, args=(connection, steering), daemon=True).start()
    with (job.folder / CRASH).open("w") as crash:
        faulthandler.enable(crash)
        ended: RunEnded | None = None
        try:
            ended = _record(job, steering, log)
        except Exception as error:
            ended = RunEnded(status="failed", steps=0, seconds=0.0, problem=explain(error))
        finally:
            faulthandler.disable()
            output.end()
            if ended is not None:
                _say_the_end(ended, log, connection)
            log.close()


def _say_the_end(ended: RunEnded, log: EventWriter, connection: Connection) -> None:
    """The last event; where the disk is full even for that, the parent is told what happened."""
    try:
        log.write(ended)
    except OSError as error:
        last_word = replace(ended, status="failed", problem=explain(error))
        connection.send_bytes(wire.encode(last_word))


def _listen(connection: Connection, steering: Steering) -> None:
    """Commands come in while the loop runs. Without a parent nobody waits for this run."""
    try:
        while True:
            command: Command = connection.recv()
            steering.put(command)
    except (EOFError, OSError):
        steering.put(Stop())


def _keeper(every: int | None, steps: int, folder: Path) -> InFolder:
    """Exactly as often as asked; where nobody asks, as often as there is time for."""
    from engine.travel.keeping import InFolder

    if every is not None:
        return InFolder(folder, every)
    return InFolder(folder, max(1, steps // SNAPSHOTS_PER_RUN), share=SNAPSHOT_SHARE)


def _record(job: TrainJob, steering: Steering, log: EventWriter) -> RunEnded:
    """Run the loop; steps go to the run file, everything else to the log."""
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
