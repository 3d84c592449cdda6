"""What checking a learner's file led to, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["passed", "failed", "not_attempted", "over_limit"]
Limit = Literal["", "time", "memory", "output", "processes", "file size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What was expected beside what came, as the learner reads it."""

    expected: str
    got: str
    expected_shape: str = ""
    """`(3, 4) float32`; empty where it is no tensor."""
    got_shape: str = ""
    first: str = ""
    """The first place at which they differ: `[1, 2]: expected 0.5, got -0.5`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """An error that the learner's code raised, in plain words beside the original."""

    original: str
    """Last line of the traceback: `RuntimeError: …`."""
    title: str = ""
    """Empty where no plain words are known for it."""
    words: str = ""
    """What it means and what usually leads to it."""
    line: int | None = None
    """Line of the learner's file, from 1."""
    traceback: str = ""
    """Only the frames that are the learner's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One check and how it went."""

    tests: str
    """What it tests, in a sentence."""
    why: str
    """Why that matters."""
    passed: bool | None
    """None: not reached."""
    message: str = ""
    """What to look at; written for the misconception where the wrong answer fits a known one."""
    tag: str = ""
    """That misconception."""
    difference: Difference | None = None
    error: Explained | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on one file."""

    outcome: Outcome
    checks: tuple[Checked, ...] = ()
    error: Explained | None = None
    """Why the file could not even be loaded."""
    message: str = ""
    """What is said of the whole file: what is not written yet, which limit it ran into."""
    over: Limit = ""
    """The limit that was passed."""
    output: str = ""
    """What the learner's code printed; the middle of a flood is left out."""
    seconds: float = 0.0
    seed: int = 0
    """Seed of the inputs that the checks drew."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Misconceptions that the wrong answers betray."""
        return tuple(dict.fromkeys(check.tag for check in self.checks if check.tag))
