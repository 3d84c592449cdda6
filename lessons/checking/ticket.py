"""What goes to the judge in secret, and what comes back signed."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events import Problem
from lessons.checking.verdict import Judgement

ROOM = "room"
"""Folder of the learner's process, in that of a judgement."""
TICKET = "ticket"
"""File that only the judge reads, and only once the learner's process has been made."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the judge is told once the learner's process has been made."""

    token: str
    """Without it nobody believes the judgement."""
    seed: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A judgement, with what proves that the judge made it."""

    token: str
    judgement: Judgement | None
    problem: Problem | None = None
    """Why there is none: the exercise itself is wrong."""
