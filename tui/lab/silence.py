"""How long a run has said nothing, and from when on that is worth a word."""

from __future__ import annotations

PATIENT = 5.0
"""Seconds without a sign that nobody has to be told of."""
TIMES = 3.0
"""How often as long as its longest silence so far a run may be silent: some models are slow."""


class Listening:
    """Knows when each run was last heard. Times are those of a clock that only goes forward."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}
        self._longest: dict[str, float] = {}

    def hear(self, run: str, now: float) -> None:
        """It has given a sign of life in the midst of its steps."""
        gap = now - self._heard.get(run, now)
        self._longest[run] = max(self._longest.get(run, 0.0), gap)
        self._heard[run] = now

    def forgive(self, run: str, now: float) -> None:
        """It was not expected to say anything until now."""
        self._heard[run] = now

    def silence(self, run: str, now: float) -> float:
        """Seconds for which it has said nothing; 0 as long as that is nothing unusual."""
        silent = now - self._heard.get(run, now)
        return silent if silent > max(PATIENT, TIMES * self._longest.get(run, 0.0)) else 0.0
