"""`tutor run`: trains a lesson's lab without a screen, then shows the plots."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Event, Problem, RunEnded, RunStarted
from engine.request import RunRequest
from engine.session import Session
from lessons.catalog import load_catalog
from lessons.errors import TutorError
from lessons.paths import runs_folder
from lessons.schema import Lesson, Run
from tui.describe import describe
from tui.headless.asked import Asked
from tui.headless.fail import fail
from tui.headless.jsonl import JsonLines

if TYPE_CHECKING:
    from engine.runfile import Rows
    from engine.runs import RunInfo, StoredRun

FAILED, INTERRUPTED = 1, 130
PATIENCE = 10.0
"""Seconds that a run which is interrupted is given to end by itself."""


def run_lesson(asked: Asked, *, jsonl: str | None, out: Path | None) -> int:
    """Make the runs; returns the exit status: 0, 1 where one failed, 2 where none began."""
    try:
        lesson, requests = asked.requests(load_catalog())
        engine = Engine(out or runs_folder())
        engine.plan(requests[0])  # a device that is not there, or a broken lab, is said now
        with open_lines(jsonl) as lines:
            quiet = jsonl == "-"
            console = Console(stderr=quiet)
            runs, status = make(engine, lesson, requests, console, lines)
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    if not quiet:
        show(lesson, runs, console)
    return status


@contextlib.contextmanager
def open_lines(target: str | None) -> Iterator[JsonLines | None]:
    """Where events are to be written. Raises EngineError where that cannot be."""
    if target is None:
        yield None
    elif target == "-":
        yield JsonLines(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        try:
            with Path(target).open("wb") as file:
                yield JsonLines(file)
        except OSError as error:  # also a disk that fills up while the runs are made
            raise EngineError(
                "Events cannot be written",
                f"{target}: {error.strerror or error}.",
                "Name a file in a folder that can be written to, on a disk with room.",
            ) from error


def make(
    engine: Engine,
    lesson: Lesson,
    requests: Sequence[RunRequest],
    console: Console,
    lines: JsonLines | None,
) -> tuple[list[StoredRun], int]:
    """Runs one after another, with a progress bar; Ctrl+C stops the one that is under way."""
    runs: list[StoredRun] = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:.0f}/{task.total:.0f} steps"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as bars:
        for request in requests:
            label = lesson.scenario(request.name).label
            task = bars.add_task(label, total=request.steps or 1, what="starting")
            session = engine.start(request)
            for rows, events in follow(session):
                report(session.info, rows, events, lines)
                for event in events:
                    if isinstance(event, RunStarted):
                        bars.update(task, total=event.steps, what=event.device)
                if rows is not None and len(rows):
                    bars.update(task, completed=int(rows["step"][-1]))
            ended = session.ended
            assert ended is not None
            bars.update(task, what=ended.status)
            if ended.status == "failed":
                assert ended.problem is not None
                say_failure(console, ended.problem)
                return runs, FAILED
            if ended.steps:
                runs.append(engine.runs.load(session.info.run))
            if ended.status == "stopped":
                return runs, INTERRUPTED
    return runs, 0


def follow(session: Session) -> Iterator[tuple[Rows | None, tuple[Event, ...]]]:
    """What the run records, until it ends; Ctrl+C asks it to stop, and again does not wait."""
    patience = iter((PATIENCE,))
    before = signal.signal(signal.SIGINT, lambda *_: session.stop(next(patience, 0.0)))
    try:
        while session.ended is None:
            session.wait(0.05)
            update = session.poll()
            yield update.rows, update.events
    finally:
        signal.signal(signal.SIGINT, before)


def report(
    info: RunInfo, rows: Rows | None, events: tuple[Event, ...], lines: JsonLines | None
) -> None:
    """Write what is new in the order of its steps; the end of a run comes last."""
    if lines is None:
        return
    written = 0
    for event in events:
        step = getattr(event, "step", None)
        if rows is not None and (step is not None or isinstance(event, RunEnded)):
            until = len(rows) if step is None else int((rows["step"] <= step).sum())
            lines.rows(info, rows[written:until])
            written = max(written, until)
        lines.event(info, event)
    if rows is not None:
        lines.rows(info, rows[written:])


def say_failure(console: Console, problem: Problem) -> None:
    """What went wrong in a run."""
    console.print(f"\n[bold]{problem.title}[/bold]", highlight=False)
    console.print(problem.reason, markup=False, highlight=False)
    console.print(problem.next_step, markup=False, highlight=False)
    if problem.details:
        console.print(problem.details.rstrip(), style="dim", markup=False, highlight=False)


def show(lesson: Lesson, runs: Sequence[StoredRun], console: Console) -> None:
    """A line about every run, then the three plots."""
    if not runs:
        return
    console.print()
    for run in runs:
        label = lesson.scenario(run.info.request.name).label
        console.print(f"{label:24} {describe(run)}", markup=False, highlight=False)
    from tui.headless.plots import print_plots

    for group in compared(lesson, runs):
        console.print()
        print_plots(lesson, group, console)


def compared(lesson: Lesson, runs: Sequence[StoredRun]) -> list[Sequence[StoredRun]]:
    """Runs that the lesson compares, together; all of them where it compares no such set."""
    names = {run.info.request.name for run in runs}
    groups: list[Sequence[StoredRun]] = [
        [run for run in runs if run.info.request.name in block.scenarios]
        for block in lesson.of(Run)
        if set(block.scenarios) <= names
    ]
    return groups or [runs]
