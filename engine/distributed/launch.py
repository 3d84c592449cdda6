"""Starts the ranks of a run on this machine, and notices when one of them dies.

They meet through a file and talk over the loopback interface only.
"""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.distributed.group import join, leave
from engine.distributed.rank import own_end, train_rank
from engine.errors import at_least
from engine.eventlog import EventReader, EventWriter
from engine.events import Problem, RunEnded
from engine.failure import lost
from engine.request import RunRequest
from engine.runfile import read_rows
from engine.runs import EVENTS, STEPS, RunInfo, RunStore

GRACE = 5.0
"""Seconds in which the other ranks may end by themselves once one of them is gone."""


def train_together(request: RunRequest, store: RunStore, *, processes: int) -> RunInfo:
    """Train in several processes and wait for the end; the run is then in the store.

    Every batch of the experiment is divided among the ranks, so that the run is that of one
    process, but for rounding, batch norm and the noise of dropout. Raises EngineError where the
    run cannot be recorded.
    """
    at_least("processes", processes, 1)
    info = store.create(request)
    folder = store.folder(info.run)
    context = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as meeting:
        point = f"file://{Path(meeting) / 'ranks'}"
        ranks: list[BaseProcess] = [
            context.Process(target=_rank, args=(rank, processes, point, request, folder))
            for rank in range(processes)
        ]
        for process in ranks:
            process.start()
        first = _first_failure(ranks)
    if first is not None:
        _report(folder, *first)
    return info


def _rank(rank: int, size: int, point: str, request: RunRequest, folder: Path) -> None:
    """Entry of every rank."""
    os.environ["LOCAL_RANK"] = str(rank)
    join(request.device, init_method=point, rank=rank, world_size=size)
    leave(train_rank(request, folder.name, folder))


def _first_failure(ranks: list[BaseProcess]) -> tuple[int, int | None] | None:
    """Number and exit status of the first rank that failed; None when all ended well."""
    left = {process.sentinel: number for number, process in enumerate(ranks)}
    failure: tuple[int, int | None] | None = None
    while left:
        gone = wait(list(left), timeout=None if failure is None else GRACE)
        if not gone:
            for number in left.values():
                ranks[number].kill()
            failure = failure or (0, None)
        for sentinel in gone:
            number = left.pop(sentinel)  # type: ignore[arg-type]
            ranks[number].join()
            if ranks[number].exitcode and failure is None:
                failure = (number, ranks[number].exitcode)
    return failure


def _report(folder: Path, rank: int, exitcode: int | None) -> None:
    """Name the rank in the run's last event; a rank that could still speak has said why itself."""
    events = EventReader(folder / EVENTS).new_events()
    said = next((event for event in events if isinstance(event, RunEnded)), None)
    if said is not None and exitcode == 1 and rank == 0:
        return
    own = EventReader(own_end(folder, rank)).new_events()
    why = next((e.problem for e in own if isinstance(e, RunEnded) and e.problem), lost(exitcode))
    try:
        steps = len(read_rows(folder / STEPS))
    except (OSError, ValueError):
        steps = 0
    log = EventWriter(folder / EVENTS)
    log.write(
        RunEnded(
            status="failed",
            steps=steps,
            seconds=0.0 if said is None else said.seconds,
            problem=Problem(
                title=f"Rank {rank} is gone",
                reason=why.reason,
                details=why.details,
                next_step="The other ranks were ended; what was recorded up to then is kept.",
            ),
        )
    )
    log.close()
