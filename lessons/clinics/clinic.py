"""A clinic block: the learner meets one case of the ward."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """A run that is broken on purpose: name the fault, confirm it, mend it, show it mended."""

    id: str
    case: str
    """Name of the case: a folder of `lessons/clinics/cases/`."""
    ask: str
    line: int = 1
