"""The marks that a run's events leave on the plots."""

from __future__ import annotations

from engine.events import (
    BestKept,
    Event,
    HyperparameterSet,
    NonFinite,
    RateReduced,
    RunStarted,
    SnapshotTaken,
)
from engine.schedules import Mark


def mark_of(event: Event) -> Mark | None:
    """The mark that an event leaves on the plots, if any."""
    mark: Mark | None = None
    match event:
        case RunStarted(first_step=step) if step > 0:
            mark = Mark(step, "F", f"goes on from step {step} of another run")
        case SnapshotTaken():
            mark = Mark(event.step, "S", "snapshot")
        case HyperparameterSet():
            mark = Mark(event.step, "H", f"{event.name} set to {event.value:g} by hand")
        case RateReduced():
            mark = Mark(event.step, "P", f"plateau: planned rate × {event.factor:g} from here on")
        case BestKept():
            best = f"{event.metric} {event.value:.4g}"
            mark = Mark(event.step, "B", f"best weights, kept at the end: {best}")
        case NonFinite():
            where = f", first in {event.layer}" if event.layer else ""
            mark = Mark(event.step, "!", f"the {event.what} is no longer a number{where}")
        case _:
            pass
    return mark
