"""The lab in words: what the run is doing, and what is read at a step."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.events import RunStarted
from engine.plan import Plan
from tui.lab.epochs import Epochs
from tui.lab.live_run import LiveRun
from tui.lab.pace import said


def state(
    run: LiveRun | None,
    *,
    waiting: int,
    pace: float | None,
    planned: bool = True,
    room: int | None = None,
    silent: float = 0.0,
) -> str:
    """`● training`, `‖ paused`, `■ finished` … with step, epoch, speed and time left.

    Where there are only `room` cells, what matters least is left out. `silent`: seconds for which
    the run has said nothing though it should have.
    """
    if run is None:
        pace_words = f"  {said(pace)}" if pace else ""
        return f"○ ready{pace_words}" if planned else "◌ warming up"
    if not run.under_way and waiting:
        return "◌ starting" + (f"  {waiting - 1} to follow" if waiting > 1 else "")
    if run.ended is not None:
        return _end(run)
    if run.cut_off:
        return f"◌ unfinished  {run.history.step} steps"
    if run.started is None:
        return f"◌ starting  no sign for {silent:.0f} s" if silent else "◌ starting"
    parts = _training(run, run.started, waiting=waiting, pace=pace)
    if silent:
        parts[0] = (9, f"◌ no sign for {silent:.0f} s")
    while room is not None and len(_joined(parts)) > room and len(parts) > 2:
        parts.remove(min(parts))
    return _joined(parts)


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    return "  ".join(text for _, text in parts)


def _training(
    run: LiveRun, started: RunStarted, *, waiting: int, pace: float | None
) -> list[tuple[int, str]]:
    """What is to be said, in order, each with its weight: the lightest gives way first."""
    step, steps, epochs = run.history.step, started.steps, Epochs.of(started, run.replans)
    parts = [(9, "‖ paused" if run.paused else "● training"), (8, f"step {step}/{steps}")]
    if epochs is not None:
        parts.append((3, f"epoch {max(epochs.before(step), 1)}/{epochs.planned}"))
    speed = run.steps_per_second
    if speed and not run.paused:
        parts.append((5, f"{speed:,.0f} steps/s".replace(",", " ")))
        if pace and pace < speed:
            parts.append((4, f"shown {said(pace)}"))
        left = math.ceil((steps - step) / (min(speed, pace) if pace else speed))
        parts.append((6, f"{left // 60}:{left % 60:02d} left"))
    parts.append((2, started.device))
    if waiting:
        parts.append((4, f"{waiting} to follow"))
    return parts


def _end(run: LiveRun) -> str:
    assert run.ended is not None
    sign = {"finished": "■", "stopped": "□", "diverged": "!", "failed": "✗"}[run.ended.status]
    speed = f"{run.ended.steps_per_second:,.0f} steps/s".replace(",", " ")
    return f"{sign} {run.ended.status}  {run.history.step} steps  {speed}"


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
