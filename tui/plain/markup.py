"""A lesson's Markdown as plain lines."""

from __future__ import annotations

from functools import cache

from tui.ink import Ink


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
