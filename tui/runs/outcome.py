"""What came of something that was done to runs."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """In the words a learner is shown."""

    text: str = ""
    """What was done; empty where nothing was."""
    problems: tuple[Problem, ...] = ()


def counted(number: int) -> str:
    """`1 run`, `3 runs`."""
    return "1 run" if number == 1 else f"{number} runs"
