"""The last thing before the terminal where only ASCII may be drawn: no other sign gets through.

Most places choose their signs themselves (`tui.symbols`, the markers of plots), with more care
than this can. What is left are scrollbars, borders, ellipses and the signs of widgets that are not
ours. Letters of any script stay: no other letter would say the same.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PAIRS = """
●* ■+ ◆@ ○o □# ◇x ▽v △^ ◌. ◐~ ✓+ ✔+ ✗x ✕x ×x ‖= ▸>
▶> ›> »> ‹< «< ◂< ◀< ▴^ ▾v •* ·. ∙. …~ –- —- −- ↑^
↓v ←< →> ↵< ⏎< “" ”" ‘' ’' ≈~ ≤< ≥> ≠! ±+ ∞8 √v ─-
━- ┄- ┅- ╌- │| ┃| ┆| ┇| ╎| ∇V ∂d ∑S ∏P ∈e ⚠!
"""
SIGNS = {pair[0]: pair[1] for pair in PAIRS.split()}
"""As `tui.plots.palette` and `tui.symbols` pair them, where they do."""
CORNERS = range(0x250C, 0x2580)
BLOCKS = range(0x2580, 0x25A0)
BRAILLE = range(0x2800, 0x2900)
MARK = "?"


class InAscii(LineFilter):
    """Writes every sign that is not ASCII with one that is, in as many cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """A row of the terminal."""
        return [
            segment if segment.text.isascii() else segment._replace(text=in_ascii(segment.text))
            for segment in segments
        ]


@lru_cache(maxsize=4096)
def in_ascii(text: str) -> str:
    """The text without any sign that is not ASCII; it keeps its width."""
    return text if text.isascii() else "".join(map(_sign, text))


def _sign(char: str) -> str:
    if char.isascii():
        return char
    code = ord(char)
    if char in SIGNS:
        return SIGNS[char]
    if code in CORNERS or code in BLOCKS:
        return "+" if code in CORNERS else "#"
    if code in BRAILLE:
        return ":" if code > BRAILLE.start else " "
    return _letter(char)


def _letter(char: str) -> str:
    """Without its accents; a letter that is none then stays, anything else becomes a mark."""
    parts = unicodedata.normalize("NFKD", char)
    plain = "".join(SIGNS.get(part, part) for part in parts if not unicodedata.combining(part))
    if plain.isascii() and len(plain) == cell_len(char):
        return plain
    return char if char.isalpha() else MARK * cell_len(char)
