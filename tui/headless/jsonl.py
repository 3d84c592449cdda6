"""Events of runs as JSON lines. The keys are a promise: scripts read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from engine.events import Event
from engine.exporting.jsonl import event_line, step_line

if TYPE_CHECKING:
    from engine.runfile import Rows
    from engine.runs import RunInfo


class JsonLines:
    """Writes the events of one run after another. Pictures that probes take are left out."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def rows(self, info: RunInfo, rows: Rows) -> None:
        """Steps."""
        for row in rows:
            self._stream.write(step_line(info, row) + b"\n")

    def event(self, info: RunInfo, event: Event) -> None:
        """Anything but a step; whoever reads along is given it at once."""
        line = event_line(info, event)
        if line is not None:
            self._stream.write(line + b"\n")
            self._stream.flush()
