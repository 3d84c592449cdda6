"""How the learner left each lab: kept beside the settings, and never worth an error."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tui.settings import write_atomically

MOST = 500
"""Labs that are remembered; those left longest ago make room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What was on the screen of one lab. None is what the lab itself says."""

    view: str | None = None
    """The view that was chosen."""
    only: str | None = None
    """The pane that had all the room."""
    smoothing: float | None = None
    """Share of the past in the smoothed loss."""
    log_loss: bool | None = None
    log_lr: bool | None = None
    log_gradients: bool | None = None


class LayoutStore:
    """The layouts of all labs, by lesson. A file that cannot be read or written is passed over."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "layouts.json"
        self._layouts: dict[str, Layout] | None = None

    def of(self, lesson: str) -> Layout:
        """How the lab of a lesson was left; empty where it never was."""
        return self._all().get(lesson, Layout())

    def remember(self, lesson: str, layout: Layout) -> None:
        """Keep how a lab is left."""
        layouts = self._all()
        if layouts.get(lesson, Layout()) == layout:
            return
        layouts.pop(lesson, None)
        layouts[lesson] = layout
        for oldest in list(layouts)[:-MOST]:
            del layouts[oldest]
        with contextlib.suppress(OSError):
            write_atomically(self._path, msgspec.json.encode(layouts))

    def _all(self) -> dict[str, Layout]:
        if self._layouts is None:
            self._layouts = {}
            with contextlib.suppress(OSError, msgspec.DecodeError):
                self._layouts = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Layout])
        return self._layouts
