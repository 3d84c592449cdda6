"""What an editor of Python does by itself: indent, comment, step back. Text in, text out."""

from __future__ import annotations

import re
from collections.abc import Sequence

STEP = 4
"""Columns of one level."""

_LEAVES = re.compile(r"\s*(return|raise|pass|break|continue|\.\.\.)\b|\s*\.\.\.")
_OPENS = re.compile(r":\s*(#.*)?$")


def indent_of(line: str) -> int:
    """Columns in front of the first character."""
    return len(line) - len(line.lstrip(" "))


def next_indent(before: str) -> int:
    """Where a new line begins; `before` is what stands in front of the cursor in the old one."""
    indent = indent_of(before)
    if _OPENS.search(before):
        return indent + STEP
    if _LEAVES.match(before):
        return max(0, indent - STEP)
    return indent


def step_back(before: str) -> int:
    """How many characters backspace takes: a whole level where only spaces stand before it."""
    if before and not before.strip(" "):
        return (len(before) - 1) % STEP + 1
    return 1


def shifted(lines: Sequence[str], levels: int) -> tuple[str, ...]:
    """Lines moved to the right by whole levels, to the left where negative."""
    return tuple(_shifted(line, levels * STEP) for line in lines)


def _shifted(line: str, columns: int) -> str:
    if not line.strip():
        return line
    if columns >= 0:
        return " " * columns + line
    return line[min(indent_of(line), -columns) :]


def commented(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines made a comment; where all of them are one, made code again."""
    written = [line for line in lines if line.strip()]
    if not written:
        return tuple(lines)
    if all(line.lstrip().startswith("#") for line in written):
        return tuple(re.sub(r"^(\s*)# ?", r"\1", line, count=1) for line in lines)
    column = min(indent_of(line) for line in written)
    return tuple(f"{line[:column]}# {line[column:]}" if line.strip() else line for line in lines)
