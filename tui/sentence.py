"""Sentences as lessons write them: `code`, *emphasis* and **strong**, nothing else."""

from __future__ import annotations

import re

MARKUP = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)")
"""One piece with a mark, its marks included."""


def sentence(text: str) -> str:
    """The same without its marks; asterisks in code are no marks."""
    return MARKUP.sub(lambda found: _inside(found[0]), text)


def _inside(piece: str) -> str:
    return piece[1:-1] if piece.startswith("`") else sentence(piece.strip("*"))
