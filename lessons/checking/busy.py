"""An end to the judge's own work: what learners' code gives back must not keep it busy for ever."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager

GRACE = 10.0
"""Seconds that the judge has for itself, beyond those of the learner's code."""


@contextmanager
def not_longer_than(seconds: float) -> Iterator[None]:
    """End this process where what is done inside takes longer, whatever it is doing then.

    A signal's handler in Python would wait for the end of one C function: a set of numbers that
    were made to collide is built by one. The watch of faulthandler waits for nothing.
    """
    with open(os.devnull, "w", encoding="ascii") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
