"""How questions speak of runs."""

from __future__ import annotations

from datetime import date
from math import isfinite

from engine.request import Parameters, Value
from lessons.review.own_runs.seen import SeenRun
from lessons.schema import Lab

WEEK, MONTH = 7, 30


def since(day: date, today: date) -> str:
    """How long ago a run was made: `yesterday`, `last week`, `3 weeks ago`."""
    days = (today - day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < WEEK:
        return f"{days} days ago"
    if days < 2 * WEEK:
        return "last week"
    if days < 2 * MONTH:
        return f"{days // WEEK} weeks ago"
    return f"{days // MONTH} months ago"


def shown(value: Value | None) -> str:
    """A value as it is read: `0.001`, `heun`."""
    if isinstance(value, float):
        return f"{value:g}"
    return "unknown" if value is None else str(value)


def setting(name: str, value: Value | None) -> str:
    """A knob and what it stood at: `momentum 0.9`, `nesterov on`."""
    if isinstance(value, bool):
        return f"{name} {'on' if value else 'off'}"
    return f"{name} {shown(value)}"


def others(lab: Lab, parameters: Parameters, knob: str) -> str:
    """What a run was made with beside one knob, where it is not as at first; empty for nothing."""
    told = [
        setting(name, value)
        for name, value in parameters
        if name != knob and lab.has(name) and lab.knob(name).default != value
    ]
    return ", ".join(told)


def ended(run: SeenRun) -> str:
    """What a run came to, as the end of a sentence."""
    entry = run.entry
    if entry.status == "diverged" or not isfinite(entry.final_loss):
        return f"diverged at step {entry.steps}"
    return f"ended at a loss of {entry.final_loss:.3g} after {entry.steps} steps"
