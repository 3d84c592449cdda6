"""The log of a run: what its trainer printed, what was done to it, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.events import (
    Event,
    HyperparameterRefused,
    HyperparameterSet,
    LogLine,
    NonFinite,
    Replanned,
    RunEnded,
    RunStarted,
)

Kind = Literal["printed", "told", "trouble", "details"]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log."""

    kind: Kind
    """`printed` by the lab's code; `told` by the engine; what went wrong, and its traceback."""
    text: str


def entries(event: Event) -> Iterator[LogEntry]:
    """What an event adds to the log."""
    match event:
        case LogLine(text=text):
            yield LogEntry("printed", text)
        case RunStarted():
            first = f"goes on after step {event.first_step}, " if event.first_step else ""
            yield LogEntry(
                "told", f"{first}{event.steps} steps, {event.optimizer}, on {event.device}"
            )
        case HyperparameterSet():
            yield LogEntry(
                "told", f"step {event.step}: {event.name} is {event.value:g} from here on"
            )
        case Replanned():
            yield LogEntry(
                "told",
                f"step {event.step}: batch size {event.batch_size} asked for, from step "
                f"{event.after + 1} on; {event.steps} steps in all",
            )
        case HyperparameterRefused(step=step, problem=problem):
            yield LogEntry("trouble", f"step {step}: {problem.title}. {problem.reason}".rstrip())
        case NonFinite():
            where = f", first in {event.layer}" if event.layer else ""
            yield LogEntry("trouble", f"step {event.step}: {event.what} is not a number{where}")
        case RunEnded():
            yield from _end(event)


def _end(event: RunEnded) -> Iterator[LogEntry]:
    yield LogEntry("told", f"{event.status} after {event.steps} steps")
    problem = event.problem
    if problem is not None:
        yield LogEntry("trouble", f"{problem.title}. {problem.reason}")
        for line in problem.details.splitlines():
            yield LogEntry("details", line)
        yield LogEntry("told", problem.next_step)
