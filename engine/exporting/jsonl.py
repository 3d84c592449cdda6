"""A run as JSON lines, with the keys of `tutor run --jsonl`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import wire
from engine.atomic import replacing
from engine.events import (
    BestKept,
    Evaluated,
    Event,
    HyperparameterSet,
    LogLine,
    NonFinite,
    RateReduced,
    Replanned,
    RunEnded,
    RunStarted,
    StepSkipped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from engine.runs import RunInfo, StoredRun

WRITTEN = (
    NonFinite,
    LogLine,
    HyperparameterSet,
    Replanned,
    StepSkipped,
    RateReduced,
    BestKept,
)
"""Events that are written with all of their fields."""


def write_jsonl(run: StoredRun, path: Path) -> Path:
    """Write one JSON object a line; returns `path`.

    Lines stand in the order of the run: what was evaluated after a step follows that step. Pictures
    that probes took are left out. Numbers that are not finite are the strings "nan", "inf" and
    "-inf". The file appears whole or not at all. Raises EngineError where the disk refuses.
    """
    with replacing(path) as file:
        for line in lines(run):
            file.write(line + b"\n")
    return path


def lines(run: StoredRun) -> Iterator[bytes]:
    """The lines of a run, without their ends: steps and events in the order of the run."""
    written = 0
    ends: list[bytes] = []
    for event in run.events:
        line = event_line(run.info, event)
        if line is None:
            continue
        if isinstance(event, RunEnded):
            ends.append(line)
            continue
        step = getattr(event, "step", None)
        while step is not None and written < len(run.rows) and run.rows["step"][written] <= step:
            yield step_line(run.info, run.rows[written])
            written += 1
        yield line
    for row in run.rows[written:]:
        yield step_line(run.info, row)
    yield from ends


def step_line(info: RunInfo, row: np.void) -> bytes:
    """One update: `run`, `step`, `epoch`, `loss`, `lr`, `grad_norm`, `applied_norm`.

    `lr` is a list where there are several parameter groups.
    """
    rates = row["lr"].tolist()
    return wire.encode_fields(
        "step",
        {
            "run": info.run,
            "step": int(row["step"]),
            "epoch": int(row["epoch"]),
            "loss": float(row["loss"]),
            "lr": rates[0] if len(rates) == 1 else rates,
            "grad_norm": float(row["grad_norm"]),
            "applied_norm": float(row["applied_norm"]),
        },
    )


def event_line(info: RunInfo, event: Event) -> bytes | None:
    """Anything but a step; None for what is not written."""
    match event:
        case RunStarted():
            fields = _began(info, event)
        case Evaluated():
            fields = _measured(event)
        case RunEnded():
            fields = _ended(event)
        case _ if isinstance(event, WRITTEN):
            fields = asdict(event)
        case _:
            return None
    name = "log" if isinstance(event, LogLine) else wire.event_name(event)
    return wire.encode_fields(name, {"run": info.run, **fields})


def _began(info: RunInfo, event: RunStarted) -> dict[str, Any]:
    return {
        "lesson": info.request.origin,
        "scenario": info.request.name,
        "settings": dict(info.request.parameters),
        "seed": info.request.seed,
        "device": event.device,
        "parameters": event.parameters,
        "steps": event.steps,
        "steps_per_epoch": event.steps_per_epoch,
        "optimizer": event.optimizer,
    }


def _measured(event: Evaluated) -> dict[str, Any]:
    return {
        "step": event.step,
        "split": event.split,
        "loss": event.loss,
        "metrics": {metric.name: metric.value for metric in event.metrics},
        "weights": event.weights,
    }


def _ended(event: RunEnded) -> dict[str, Any]:
    return {
        "status": event.status,
        "steps": event.steps,
        "seconds": event.seconds,
        "steps_per_second": event.steps_per_second,
        "problem": event.problem.title if event.problem else None,
    }
