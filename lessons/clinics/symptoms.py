"""Whether a case's broken run is sick and its healthy one is not. Called in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from engine import references
from engine.events import Status
from lessons.clinics.figures import figures
from lessons.clinics.training import trained


@dataclass(frozen=True, slots=True)
class Symptom:
    """What training with one seed has shown."""

    broken: bool
    """Whether the broken run is sick."""
    healthy: bool
    """Whether the healthy run is."""
    ends: Status
    """How the broken run ends."""
    figures: tuple[tuple[str, float], ...]
    """Of the broken run."""


def symptom(case: str, seed: int) -> Symptom:
    """Train both. Raises EngineError where the case has no such functions."""
    lab = f"lessons.clinics.cases.{case}.lab"
    sick = references.resolve(f"{lab}:sick")
    broken = trained(references.resolve(f"{lab}:run")(), seed).finished(seed)
    healthy = trained(references.resolve(f"{lab}:healthy")(), seed).finished(seed)
    return Symptom(
        broken=bool(sick(broken)),
        healthy=bool(sick(healthy)),
        ends=broken.status,
        figures=tuple((one.name, one.value) for one in figures(broken)),
    )
