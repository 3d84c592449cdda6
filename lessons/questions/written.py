"""How answers of several parts are written down: places from 1, `2,1,3`."""

from __future__ import annotations

import re

from lessons.errors import BadValue

_LONGEST = 200
_SHORT = 9


def write_places(places: tuple[int, ...]) -> str:
    """Places as they are kept."""
    return ",".join(map(str, places))


def read_places(text: str, most: int) -> tuple[int, ...]:
    """Places from 1 to `most` as people type them: `2,1,3`, `2 1 3`, `213`. Raises BadValue."""
    plain = text.strip()
    parts = [part for part in re.split(r"[\s,;>-]+", plain) if part]
    if len(parts) == 1 and most <= _SHORT and parts[0].isascii() and parts[0].isdigit():
        parts = list(parts[0])
    good = plain[:_LONGEST] == plain and parts
    if not good or not all(_is_place(part, most) for part in parts):
        step = f"Give numbers from 1 to {most}, as in {example(most)}."
        raise BadValue("answer", f'"{plain[:40]}" is no answer to this.', step)
    return tuple(int(part) for part in parts)


def known_places(text: str, most: int) -> tuple[int, ...]:
    """Places that were kept; none where they no longer make sense."""
    try:
        return read_places(text, most)
    except BadValue:
        return ()


def example(most: int) -> str:
    """An answer's form, not its content."""
    return ", ".join(map(str, range(1, min(most, 3) + 1)))


def _is_place(part: str, most: int) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 4 and 1 <= int(part) <= most
