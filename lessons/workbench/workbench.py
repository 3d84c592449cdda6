"""A workbench block: tensors laid out for the learner, and operations to try on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """Small tensors as coloured grids; the learner types operations and sees what each does."""

    id: str
    ask: str
    """What to try there, and what to look at."""
    given: tuple[str, ...]
    """Statements that lay out its tensors: `x = torch.arange(6).reshape(2, 3)`."""
    steps: tuple[str, ...] = ()
    """Statements or expressions that are offered one after the other."""
    line: int = 1
