"""A lesson's Markdown as plain lines."""

from __future__ import annotations

import re
from functools import cache

from tui.ink import Ink

CODE = re.compile(r"`([^`]+)`")
STRESS = re.compile(r"(\*\*|\*)(\S(?:.*?\S)?)\1")


@cache
def _ink() -> Ink:
    from rich.style import Style

    none = Style()
    return Ink(
        text=none,
        accent=none,
        muted=none,
        rule=none,
        code=none,
        keyword=none,
        string=none,
        number=none,
        block=none,
        plain=True,
    )


def prose(markdown: str, width: int) -> str:
    """Text wrapped to a width, without any sign that only an eye would understand."""
    from tui.markdown import draw_markdown

    strips, _ = draw_markdown(markdown, width, _ink())
    return "\n".join(strip.text.rstrip() for strip in strips).strip("\n")


def sentence(text: str) -> str:
    """One line of a card, without its marks of emphasis."""
    return STRESS.sub(r"\2", CODE.sub(r"\1", text))
