"""Whether the terminal keeps up with what is drawn."""

from __future__ import annotations

from textual.app import App

MOST_WAITING = 4
"""Writes that may wait before plots skip a frame. Textual blocks the whole app at 30."""


def behind(app: App[object]) -> bool:
    """Whether frames are waiting to be written, as over a slow line.

    Looks at Textual's writer thread, which has no public door; without it nobody is ever behind.
    """
    writer = getattr(getattr(app, "_driver", None), "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return queue is not None and queue.qsize() > MOST_WAITING
