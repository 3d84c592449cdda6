"""How a screen looks, as text: its characters row by row, and a digest of each row's styles.

A file holds one screen in every size and look. A row reads `3f2a9 the characters`; where only the
colours differ from the look above it, the digest stands alone. A diff shows what has moved, and
which rows have changed their colours. UPDATE_SNAPSHOTS=1 writes the files anew.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s
from itertools import zip_longest
from pathlib import Path

from rich.style import Style
from textual.app import App
from textual.strip import Strip

FOLDER = Path(__file__).parent / "looks"
NO_STYLE = Style()
MOST_SHOWN = 6
"""Rows of a difference that a failure shows."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters beside each other in one style."""

    x: int
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the terminal."""

    runs: tuple[Run, ...]
    width: int
    """Cells."""

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)

    @property
    def digest(self) -> str:
        """Five letters that change with any colour, weight or inversion in the row."""
        painted = "|".join(f"{run.x} {_words(run.style)}" for run in self.runs)
        return blake2s(painted.encode(), digest_size=3).hexdigest()[:5]


def drawn(app: App[None]) -> tuple[Row, ...]:
    """What the terminal shows now, dialogs over the screens below them."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    return tuple(_row(Strip.join(parts)) for parts in update.strips)  # type: ignore[union-attr]


def section(title: str, rows: Sequence[Row], like: Sequence[Row] = ()) -> str:
    """The rows under a title. `like`: rows that need not be written a second time."""
    lines = [f"== {title}"]
    for row, other in zip_longest(rows, like):
        if row is not None:
            same = other is not None and row.text == other.text
            lines.append(row.digest if same else f"{row.digest} {row.text}".rstrip())
    return "\n".join(lines)


def compare(name: str, sections: Sequence[str]) -> None:
    """The screen looks as in `looks/<name>.txt`."""
    now = "\n".join((*sections, ""))
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    assert path.exists(), f"no look {path.name}: make it with UPDATE_SNAPSHOTS=1 and read it"
    before = path.read_text(encoding="utf-8")
    assert now == before, f"{name} looks different\n{difference(before, now)}"


def difference(before: str, now: str) -> str:
    """The first rows that differ, with the section they stand in."""
    title, found = "", list[str]()
    for old, new in zip_longest(before.splitlines(), now.splitlines(), fillvalue="(no row)"):
        title = new if new.startswith("== ") else title
        if old != new:
            found.append(f"{title}\n  was {old}\n  is  {new}")
    return "\n".join([*found[:MOST_SHOWN], f"{len(found)} rows in all"])


def _row(strip: Strip) -> Row:
    runs: list[Run] = []
    x = 0
    for segment in strip:
        style = segment.style or NO_STYLE
        if runs and _words(runs[-1].style) == _words(style):
            runs[-1] = Run(runs[-1].x, runs[-1].text + segment.text, style)
        elif segment.text:
            runs.append(Run(x, segment.text, style))
        x += segment.cell_length
    return Row(tuple(runs), x)


def _words(style: Style) -> str:
    """A style without what is not seen of it."""
    return str(style.without_color + Style(color=style.color, bgcolor=style.bgcolor)).strip()
