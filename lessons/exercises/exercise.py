"""A code exercise, as its block and its folder describe it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

ExerciseKind = Literal["complete", "mend", "fade", "goal", "output", "order"]
"""Complete a function; find the bug; fill what faded from a worked example; reach a training goal
by any means; predict what a program prints; put its lines in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One step of help, given after an honest attempt and a moment of thought."""

    ask: str
    """Question to think about before the hint is shown."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the learner's code may use while it is checked."""

    seconds: float = 10.0
    """Wall-clock time of all checks together."""
    memory_mb: int = 1024
    """Memory that it may allocate beyond what PyTorch itself takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """An answer to another exercise, on which this one builds."""

    lesson: str
    """Id of that exercise's lesson."""
    exercise: str
    """Its id, and the name of the module below `answers` that the code imports."""
    source: str = field(default="", repr=False)
    """The answer; empty until `using.py` has found it."""

    @property
    def name(self) -> str:
        """How an author writes it."""
        return f"{self.lesson}#{self.exercise}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """The learner writes code, and is judged by what it does.

    Its folder is `exercises/<id>/` beside `lesson.md`; worked examples that fade step by step name
    one folder for all their steps, with `folder = "…"`:

    - `starter.py`: what the learner begins with (made from the reference for `fade` and `order`);
    - `check.py`: what is tested, run in a process of its own that the learner's code never enters;
    - `stage.py`: optional; what has to happen beside the learner's code (it is not trusted);
    - `solutions/*.py`: right answers, each with its idea in its docstring; `reference.py` first;
    - `wrong/*.py`: wrong answers that must be rejected, each with its misconception.

    For `output`, `starter.py` is the program, there is no `check.py`, and answers are `.txt` files:
    a first line `# tag: why` (in `solutions/reference.txt` `# why`), then what would be printed.
    """

    id: str
    title: str
    kind: ExerciseKind
    ask: str
    """Markdown: what to write."""
    folder: Path = field(repr=False)
    hints: tuple[Hint, ...] = ()
    limits: Limits = Limits()
    missing: tuple[str, ...] = ()
    """For `fade`: names of the subgoals that are left blank; all of them is a blank page."""
    distractors: tuple[str, ...] = ()
    """For `order`: lines that belong nowhere."""
    uses: tuple[Used, ...] = ()
    """Answers that it imports: `from answers.<exercise> import …`."""
    line: int = 1
