"""A statement as it stands in a lesson: what is typed, and whether it is meant to fail."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RAISES = re.compile(r"\s*#\s*raises\s*$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line for the workbench."""

    text: str
    raises: bool = False
    """Whether it shows an error on purpose: it was written with `# raises` behind it."""


def read_statement(written: str) -> Statement:
    """What an author wrote."""
    text = _RAISES.sub("", written.strip())
    return Statement(text, raises=text != written.strip())
