"""Worker processes as lessons need them."""

from __future__ import annotations

from engine.launcher import Launcher, launcher


def workers() -> Launcher:
    """Workers that train, and that have the judge of learners' code loaded."""
    return launcher(("lessons.checking.judge",))
