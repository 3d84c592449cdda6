"""Compares a screen with its committed picture."""

from __future__ import annotations

import os
import re
from pathlib import Path

from textual.app import App

FOLDER = Path(__file__).parent / "snapshots"


def assert_screen(app: App[None], name: str) -> None:
    """The screen looks as in `snapshots/<name>.svg`; UPDATE_SNAPSHOTS=1 takes the picture anew."""
    drawn = normalised(app.export_screenshot())
    path = FOLDER / f"{name}.svg"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert path.exists(), f"no picture {path.name}: take it with UPDATE_SNAPSHOTS=1 and look at it"
    if drawn != path.read_text(encoding="utf-8"):
        seen = Path(os.environ.get("SNAPSHOT_DIFFS", "")) / f"{name}.svg"
        if os.environ.get("SNAPSHOT_DIFFS"):
            seen.write_text(drawn, encoding="utf-8")
        raise AssertionError(f"{name} looks different; set SNAPSHOT_DIFFS to a folder to see how")


def normalised(svg: str) -> str:
    """Without the id that is new for every picture."""
    return re.sub(r"terminal-\d+", "terminal", svg)
