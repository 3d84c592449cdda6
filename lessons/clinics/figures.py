"""Figures of a run that sentences about it may quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.clinics.shown import Figure

if TYPE_CHECKING:
    from lessons.runs import FinishedRun

LATE = 10
"""Steps at the end whose mean counts as the last value of something that jumps about."""


def figures(run: FinishedRun) -> tuple[Figure, ...]:
    """By name: `loss_first`, `norm_most`, `validation_accuracy_last`, … of what was measured."""
    found: dict[str, float] = {"steps": float(run.steps)}
    columns = {"loss": run.loss, "norm": run.grad_norm, "applied": run.applied_norm, "rate": run.lr}
    for name, values in columns.items():
        if len(values):
            found |= {
                f"{name}_first": float(values[0]),
                f"{name}_last": float(values[-LATE:].mean()),
                f"{name}_most": float(values.max()),
                f"{name}_least": float(values.min()),
            }
    for event in run.evaluations:
        numbers = {"loss": event.loss, **{one.name: one.value for one in event.metrics}}
        for name, value in numbers.items():
            key = f"{event.split}_{name}"
            found.setdefault(f"{key}_first", value)
            found[f"{key}_most"] = max(value, found.get(f"{key}_most", value))
            found[f"{key}_least"] = min(value, found.get(f"{key}_least", value))
            found[f"{key}_last"] = value
    return tuple(Figure(name, name.replace("_", " "), value) for name, value in found.items())
