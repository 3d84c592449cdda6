"""The lab in words: what the run is doing, and what is read at a step."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.events import RunStarted
from engine.plan import Plan
from tui.lab.live_run import LiveRun


def number(value: float) -> str:
    """Four significant digits, as plots write them; what is no number says so."""
    if not math.isfinite(value):
        return str(value)
    return f"{value:.4g}"


def state(
    run: LiveRun | None,
    *,
    waiting: int,
    pace: float | None,
    planned: bool = True,
    room: int | None = None,
) -> str:
    """`● training`, `‖ paused`, `■ finished` … with step, epoch, speed and time left.

    Where there are only `room` cells, what matters least is left out.
    """
    if run is None:
        return "○ ready" if planned else "◌ warming up"
    if run.ended is not None:
        return _end(run, waiting)
    if run.started is None:
        return "◌ starting"
    parts = _training(run, run.started, waiting=waiting, pace=pace)
    while room is not None and len(_joined(parts)) > room and len(parts) > 2:
        parts.remove(min(parts))
    return _joined(parts)


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    return "  ".join(text for _, text in parts)


def _training(
    run: LiveRun, started: RunStarted, *, waiting: int, pace: float | None
) -> list[tuple[int, str]]:
    """What is to be said, in order, each with its weight: the lightest gives way first."""
    step, steps, each = run.history.step, started.steps, started.steps_per_epoch
    parts = [(9, "‖ paused" if run.paused else "● training"), (8, f"step {step}/{steps}")]
    if each:
        parts.append((3, f"epoch {max(step - 1, 0) // each + 1}/{-(-steps // each)}"))
    speed = run.steps_per_second
    if speed and not run.paused:
        parts.append((5, f"{speed:,.0f} steps/s".replace(",", " ")))
        if pace and pace < speed:
            parts.append((1, f"shown at {pace:.0f}/s"))
        left = math.ceil((steps - step) / (min(speed, pace) if pace else speed))
        parts.append((6, f"{left // 60}:{left % 60:02d} left"))
    parts.append((2, started.device))
    if waiting:
        parts.append((4, f"{waiting} to follow"))
    return parts


def _end(run: LiveRun, waiting: int) -> str:
    assert run.ended is not None
    sign = {"finished": "■", "stopped": "□", "diverged": "!", "failed": "✗"}[run.ended.status]
    speed = f"{run.ended.steps_per_second:,.0f} steps/s".replace(",", " ")
    rest = f"  {waiting} to follow" if waiting else ""
    return f"{sign} {run.ended.status}  {run.history.step} steps  {speed}{rest}"


def reading(runs: Sequence[LiveRun], step: int | None) -> str:
    """Exact values of the shown runs at a step, or at each one's newest."""
    if not runs:
        return ""
    readings = [run.history.at(run.history.step if step is None else step) for run in runs]
    columns = [
        ("loss", [entry.loss for entry in readings]),
        ("validation", [entry.evaluation for entry in readings]),
        ("lr", [entry.lr[0] if entry.lr else math.nan for entry in readings]),
        ("|g|", [entry.grad_norm for entry in readings]),
    ]
    place = f"step {step}" if step is not None else "now"
    written = [
        f"{name} {_beside(name, values)}"
        for name, values in columns
        if name != "validation" or not all(math.isnan(value) for value in values)
    ]
    return "   ".join([place, *written])


def _beside(name: str, values: Sequence[float]) -> str:
    written = [number(value) for value in values]
    # One rate of all the runs is said once: the row is short.
    return written[0] if name == "lr" and len(set(written)) == 1 else " / ".join(written)


def before(plan: Plan | None) -> str:
    """What a run is going to be."""
    if plan is None:
        return ""
    parts = [f"{plan.steps} steps", f"{plan.parameters} parameters", plan.optimizer]
    if plan.batch_size:
        parts.insert(1, f"batch {plan.batch_size}")
    if plan.steps_per_epoch:
        parts.insert(1, f"{-(-plan.steps // plan.steps_per_epoch)} epochs")
    return "   ".join([*parts, plan.device])
