"""A run as comma-separated values: one row a step, what was evaluated at that step beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.atomic import replacing
from engine.events import Evaluated

if TYPE_CHECKING:
    from engine.runs import StoredRun


def columns(run: StoredRun) -> tuple[str, ...]:
    """The names of the table's columns, in order.

    `step`, `epoch`, `seconds`, `loss`, `lr` (`lr_0`, `lr_1`, … with several parameter groups),
    `grad_norm` (before clipping), `applied_norm` (after it), `grad_norm:LAYER` for every parameter
    tensor, then `SPLIT_loss` and `SPLIT_METRIC` of every split that was evaluated; those measured
    with averaged weights are called `SPLIT_average_loss` and so on.
    """
    groups = run.rows.dtype["lr"].shape[0]
    rates = ("lr",) if groups == 1 else tuple(f"lr_{group}" for group in range(groups))
    layers = (f"grad_norm:{layer}" for layer in _layers(run))
    return (
        *("step", "epoch", "seconds", "loss"),
        *rates,
        *("grad_norm", "applied_norm"),
        *layers,
        *_measured(run),
    )


def write_csv(run: StoredRun, path: Path) -> Path:
    """Write the table of `columns`; returns `path`.

    A number that is not finite reads `nan`, `inf` or `-inf`, which Python, numpy and pandas read
    back; an empty cell was not measured at that step. Every number reads back exactly as it was
    recorded. The file appears whole or not at all. Raises EngineError where the disk refuses.
    """
    with replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text)
        writer.writerow(columns(run))
        writer.writerows(_rows(run))
        text.flush()
        text.detach()
    return path


def _rows(run: StoredRun) -> Iterator[list[object]]:
    measured = _measured(run)
    evaluated: dict[int, dict[str, float]] = {}
    for event in _evaluations(run):
        evaluated.setdefault(event.step, {}).update(_named(event))
    nothing: dict[str, float] = {}
    for row in run.rows:
        step = int(row["step"])
        seen = evaluated.get(step, nothing)
        yield [
            step,
            int(row["epoch"]),
            *(float(row[name]) for name in ("seconds", "loss")),
            *row["lr"].tolist(),
            *(float(row[name]) for name in ("grad_norm", "applied_norm")),
            # As text, a float32 has fewer digits than the float64 of the same value.
            *(str(norm) for norm in row["layers"]),
            *(seen.get(name, "") for name in measured),
        ]


def _layers(run: StoredRun) -> tuple[str, ...]:
    if run.started is not None:
        return run.started.layers
    return tuple(str(number) for number in range(run.rows.dtype["layers"].shape[0]))


def _measured(run: StoredRun) -> tuple[str, ...]:
    """Names of everything that was evaluated, in the order in which it was first seen."""
    return tuple(dict.fromkeys(name for event in _evaluations(run) for name in _named(event)))


def _named(event: Evaluated) -> dict[str, float]:
    prefix = event.split if event.weights == "current" else f"{event.split}_{event.weights}"
    named = {f"{prefix}_loss": event.loss}
    named.update({f"{prefix}_{metric.name}": metric.value for metric in event.metrics})
    return named


def _evaluations(run: StoredRun) -> list[Evaluated]:
    return [event for event in run.events if isinstance(event, Evaluated)]
