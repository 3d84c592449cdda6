"""The child process: waits for a job, does it, ends."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import threading
from dataclasses import replace
from multiprocessing.connection import Connection

import msgspec

from engine import references, wire
from engine.commands import Command, Stop
from engine.eventlog import EventWriter
from engine.events import LogLine, RunEnded
from engine.failure import explain
from engine.jobs import CallJob, Job, TrainJob
from engine.output import Output
from engine.recording import record
from engine.runs import CRASH, EVENTS
from engine.steering import Steering


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

    They end by themselves when their parent is gone. They are started as in any other program, not
    as this process was: a server of their own would have to load torch first.
    """
    configuration = vars(multiprocessing.current_process()).get("_config", {})
    configuration.pop("daemon", None)
    multiprocessing.set_start_method(None, force=True)


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
            ended = record(job, steering, log)
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
