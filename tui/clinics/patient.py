"""The broken run that the learner has made: found, and summed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import EngineError
from lessons.clinics.shown import Figure, Trail

if TYPE_CHECKING:
    from engine.runs import RunStore
    from lessons.progress.records import LessonRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is quoted and drawn of it."""

    run: str
    figures: tuple[Figure, ...]
    loss: Trail
    norm: Trail


def patient(store: RunStore, record: LessonRecord) -> Patient | None:
    """The latest run of the case as it is given; None where there is none. Reads the disk."""
    from lessons.clinics.figures import figures
    from lessons.runs import finished

    for made in reversed(record.runs):
        if not made.standard:
            continue
        try:
            run = finished(store.load(made.run))
        except EngineError:
            continue
        return Patient(
            run=made.run,
            figures=figures(run),
            loss=Trail("training loss", tuple(run.loss.tolist())),
            norm=Trail("gradient norm", tuple(run.grad_norm.tolist())),
        )
    return None
