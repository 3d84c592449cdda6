"""Cuts a text into tokens."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


def words(text: str) -> list[str]:
    """Words in lower case and punctuation marks, each a token: `It's good!` → it's, good, !.

    For languages that put spaces between words; others need a segmentation, or `characters`.
    """
    return _WORD.findall(text.lower())


def characters(text: str) -> list[str]:
    """Every character a token."""
    return list(text)
