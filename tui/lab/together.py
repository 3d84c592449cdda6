"""Two runs made in lock-step: what tells them apart, and how far they are."""

from __future__ import annotations

import math

from tui.figures import number
from tui.lab.differs import Compared, differing_names
from tui.lab.live_run import LiveRun


def twin_words(first: Compared, second: Compared) -> str:
    """`twins: only lr differs`."""
    names = differing_names(first, second)
    if not names:
        return "twins: nothing differs"
    if len(names) == 1:
        return f"twins: only {names[0]} differs"
    return f"twins: {', '.join(names[:-1])} and {names[-1]} differ"


def gap_words(first: LiveRun, second: LiveRun, cursor: int | None) -> str:
    """How far the losses are apart at the cursor, or at the newest step that both have made."""
    step = min(first.history.step, second.history.step) if cursor is None else cursor
    a, b = first.at(step).loss, second.at(step).loss
    if not (math.isfinite(a) and math.isfinite(b)):
        return f"step {step}: no gap, one of them has no loss there" if step else ""
    gap = abs(a - b)
    if gap == 0:
        return f"step {step}: gap in loss 0, they are equal"
    lower = first if a < b else second
    return f"step {step}: gap in loss {number(gap)}   lower: {lower.label}"
