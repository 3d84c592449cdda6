"""What an answer is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Right or wrong, and why."""

    right: bool
    why: str
    """The reason, written for this very answer where the lesson foresees it."""
    tag: str = ""
    """Misconception that the answer betrays; empty where none is known."""
