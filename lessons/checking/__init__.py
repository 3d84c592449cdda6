"""Judges learners' code: runs it in a process of its own, and decides in another one.

What a `check.py` needs: `from lessons.checking import Learner, check, expect`. What is contained
and what is not stands in `CONTAINMENT.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy

if TYPE_CHECKING:
    from lessons.checking.checks import check
    from lessons.checking.learner import Learner, LearnerError, Remote

__all__ = ["Learner", "LearnerError", "Remote", "check"]

_HOMES = {
    "Learner": "learner",
    "LearnerError": "learner",
    "Remote": "learner",
    "check": "checks",
}
__getattr__ = lazy(__name__, _HOMES)
