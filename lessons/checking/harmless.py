"""Text that somebody else wrote, before anybody reads it: nothing in it steers a terminal."""

from __future__ import annotations

from typing import Any

LONGEST = 20_000
"""Characters of one text; what is printed is longer than anything else, and cut before."""
_MARK = "\ufffd"
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - set(map(ord, "\n\r\t\f")), _MARK)


def harmless(text: str) -> str:
    """The same text; control signs, and what turns the direction of reading, show as a mark."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else _MARK for sign in text)


def without_controls(source: str) -> str:
    """The same program: control signs show as a mark, all other signs are its author's business."""
    return source.translate(_CONTROLS)


def harmless_data(data: Any) -> Any:
    """Plain data with every text in them made harmless, and none of them endless."""
    match data:
        case str():
            return harmless(data[:LONGEST])
        case list() | tuple():
            return [harmless_data(part) for part in data]
        case dict():
            return {key: harmless_data(part) for key, part in data.items()}
    return data


def cut(text: str, most: int) -> str:
    """At most so many characters of it; a sign says that there are more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
