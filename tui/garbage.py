"""Python's garbage collector stays out of the way until the app is there."""

from __future__ import annotations

import gc


def keep_out() -> None:
    """Call first: what the start makes lives on, and looking through it takes 40 ms."""
    gc.disable()


def come_back() -> None:
    """Collect again, but not what the start has made; only where it was kept out."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
