"""A mixed review: questions of a whole unit, as they come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """Closes a unit: questions of all its lessons, in an order that none of them has."""

    id: str
    ask: str
    """What leads to it."""
    questions: int
    """How many are asked."""
    line: int = 1
