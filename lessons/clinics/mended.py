"""The learner's own run beside the broken one, as frozen data."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from lessons.clinics.shown import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Both programs, trained in the same way with the same seed."""

    source: str
    """What the learner handed in."""
    broken: Trail
    """Loss of every step of the program as it was."""
    own: Trail
    """The same of the learner's."""
    broken_scores: Trail
    own_scores: Trail


def changes(before: str, after: str) -> tuple[str, ...]:
    """What was changed: lines with `-`, `+` or a space in front, and `…` between far places."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), lineterm="", n=1, fromfile="", tofile=""
    )
    shown = [line for line in lines if not line.startswith(("---", "+++"))]
    marked = ["…" if line.startswith("@@") else line for line in shown]
    return tuple(marked[1:] if marked[:1] == ["…"] else marked)
