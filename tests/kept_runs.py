"""Runs on disk without training, as a worker would leave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec

from engine.eventlog import EventWriter
from engine.events import Evaluated, Event, Metric, Problem, RunEnded, RunStarted, Status, StepEnded
from engine.request import RunRequest
from engine.runfile import RunWriter
from engine.runs import EVENTS, INFO, SNAPSHOTS, STEPS, RunStore

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
"""Long ago, wherever the clock stands."""
BROKEN = Problem(title="The loss is no longer a number", reason="It grew.", next_step="Smaller.")


def keep_run(
    store: RunStore,
    losses: Sequence[float] = (2.0, 1.0, 0.5),
    *,
    norms: Sequence[float] = (),
    status: Status | None = "finished",
    validation: Sequence[float] = (),
    days_old: float = 0.0,
    snapshots: int = 0,
    asked: RunRequest | None = None,
) -> str:
    """Write a run and return its id.

    `norms`: of the gradient, one for each loss; `status`: None cuts it off; `snapshots`: bytes.
    """
    info = store.create(asked or RunRequest(recipe="none:none", origin="a/b", name="plain"))
    made = NOW - timedelta(days=days_old)
    folder = store.folder(info.run)
    (folder / INFO).write_bytes(msgspec.json.encode(replace(info, created=made.isoformat())))
    with RunWriter(folder / STEPS, groups=1, layers=1) as writer:
        for step, loss in enumerate(losses, 1):
            norm = norms[step - 1] if norms else 2.0
            record = StepEnded(step, 0, loss, (0.1,), norm, 1.0, (norm,))
            writer.write(record, 0.5 * step)
    events: list[Event] = [
        RunStarted(
            run=info.run,
            device="cpu",
            parameters=6,
            steps=10,
            steps_per_epoch=2,
            layers=("weight",),
            groups=1,
            optimizer="SGD",
        )
    ]
    for step, loss in enumerate(validation, 1):
        metrics = (Metric(name="accuracy", value=step / 10),)
        events.append(Evaluated(step=step, split="validation", loss=loss, metrics=metrics))
    if status is not None:
        problem = BROKEN if status in ("diverged", "failed") else None
        events.append(RunEnded(status=status, steps=len(losses), seconds=1.5, problem=problem))
    log = EventWriter(folder / EVENTS)
    for event in events:
        log.write(event)
    log.close()
    if snapshots:
        (folder / SNAPSHOTS).mkdir()
        (folder / SNAPSHOTS / "000000001.pt").write_bytes(bytes(snapshots))
    return info.run
