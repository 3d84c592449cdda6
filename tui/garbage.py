"""Python's garbage collector stays out of the way until the app is there."""

from __future__ import annotations

import gc


def keep_out() -> None:
    """Call first: what is made while the app starts lives on, and looking through it takes 40 ms."""
    gc.disable()


def come_back() -> None:
    """Collect again, leaving alone what the start has made. Does nothing where it was not kept out."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
