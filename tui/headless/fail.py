"""Errors on the command line: one line on standard error, exit status 2."""

from __future__ import annotations

import sys

from engine.events import Problem

MISUSED = 2
"""Exit status of a command that could not begin."""


def fail(problem: Problem) -> int:
    """Say what is wrong; returns the exit status."""
    parts = [problem.title.rstrip(".:"), problem.reason, problem.next_step]
    text = ": ".join([parts[0], " ".join(part for part in parts[1:] if part)])
    sys.stderr.write(f"tutor: {text}\n")
    return MISUSED
