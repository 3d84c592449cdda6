"""Runs on disk without training, and answer functions that look at them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.eventlog import EventWriter
from engine.events import Evaluated, Event, Metric, RunEnded, Status, StepEnded
from engine.request import RunRequest
from engine.runfile import RunWriter
from engine.runs import EVENTS, STEPS, RunStore
from lessons.lab import Runs


def store_run(
    store: RunStore,
    scenario: str,
    losses: Sequence[float],
    *,
    seed: int = 0,
    status: Status = "finished",
) -> str:
    """Write a run with these losses and return its id."""
    request = RunRequest(recipe="none:none", seed=seed, name=scenario)
    info = store.create(request)
    folder = store.folder(info.run)
    with RunWriter(folder / STEPS, groups=2, layers=1) as writer:
        for step, loss in enumerate(losses, 1):
            record = StepEnded(step, 0, loss, (0.1 / step, 0.5), 2 * loss, min(loss, 1.0), (loss,))
            writer.write(record, 0.001 * step)
    accuracy = (Metric(name="accuracy", value=0.75),)
    events: list[Event] = [
        Evaluated(step=2, split="validation", loss=0.5, metrics=accuracy),
        Evaluated(step=3, split="train", loss=0.1),
        Evaluated(step=4, split="validation", loss=0.25),
        RunEnded(status=status, steps=len(losses), seconds=1.0),
    ]
    log = EventWriter(folder / EVENTS)
    for event in events:
        log.write(event)
    log.close()
    return info.run


def first_below(runs: Runs, level: float = 0.1) -> str:
    """Which scenario's loss is first below a level."""
    return runs.first(lambda run: run.loss < level, otherwise="none")


def misspelt(runs: Runs) -> str:
    """Names an option almost rightly."""
    return f"{runs.scenarios[0]}s"


def nothing(runs: Runs) -> None:
    """Forgets to return."""
