"""Splits a lesson file into front matter, Markdown text and typed blocks, with line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.errors import LessonError
from lessons.names import nearest
from lessons.reading.table import Table

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BLOCK_TYPES = (
    "lab",
    "predict",
    "run",
    "quiz",
    "reflect",
    "exercise",
    "clinic",
    "workbench",
    "mixed",
    "review",
    "aside",
)
"""Info strings of fences that are interactive blocks; all other fences are text."""

_MARK = "+++"


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown between two typed blocks."""

    markdown: str
    line: int
    """Line of the file on which it begins, from 1."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A typed block before its contents are checked."""

    kind: str
    """One of BLOCK_TYPES."""
    table: Table
    line: int
    """Line of the opening fence."""


@dataclass(frozen=True, slots=True)
class Document:
    """A lesson file, taken apart."""

    front: Table
    parts: tuple[Text | Fence, ...]
    """In the order of the file."""


def split(text: str, file: Path) -> Document:
    """Take a lesson file apart. Raises LessonError where front matter or a fence is malformed."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = _end_of_front_matter(lines, file)
    front = Table.read(file, 2, "\n".join(lines[1:end]))
    body = lines[end + 1 :]
    return Document(front, tuple(_parts(body, end + 1, file)))


def _end_of_front_matter(lines: list[str], file: Path) -> int:
    if lines[0].rstrip() != _MARK:
        fix = f"Begin the file with a line {_MARK}, title, aim …, and another line {_MARK}."
        raise LessonError(file, 1, "", "the front matter is missing", fix)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _MARK:
            return number
    raise LessonError(file, 1, "", "the front matter has no end", f"Close it with a line {_MARK}.")


def _parts(lines: list[str], before: int, file: Path) -> Iterator[Text | Fence]:
    """Parts of the body; `before` is how many lines of the file precede it."""
    at = 0
    for token in _parser().parse("\n".join(lines)):
        if token.type != "fence" or not _is_typed(token, before, file):
            continue
        assert token.map is not None
        first, end = token.map
        _check_closed(token, lines[end - 1], before, file)
        yield from _text(lines[at:first], before + at)
        table = Table.read(file, before + first + 2, token.content)
        yield Fence(token.info.strip(), table, before + first + 1)
        at = end
    yield from _text(lines[at:], before + at)


def _text(lines: list[str], before: int) -> Iterator[Text]:
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if filled:
        chosen = lines[filled[0] : filled[-1] + 1]
        yield Text("\n".join(chosen), before + filled[0] + 1)


def _is_typed(token: Token, before: int, file: Path) -> bool:
    """Whether a fence is an interactive block. Raises LessonError for near misses."""
    assert token.map is not None
    line = before + token.map[0] + 1
    info = token.info.strip()
    kind = info.split()[0] if info else ""
    if kind not in BLOCK_TYPES:
        near = nearest(kind, BLOCK_TYPES) if len(kind) > 3 else ""
        if near and abs(len(near) - len(kind)) <= 1:
            fix = f'Did you mean "{near}"? Example code needs the name of its language.'
            raise LessonError(file, line, kind, "there is no such block type", fix)
        return False
    if info != kind:
        fix = f"Write ```{kind} and nothing else on that line."
        raise LessonError(file, line, kind, "a block's fence names its type only", fix)
    if token.level > 0:
        fix = "Begin its line at the left margin, outside lists and quotations."
        raise LessonError(file, line, kind, "a block cannot stand inside other text", fix)
    return True


def _check_closed(token: Token, last_line: str, before: int, file: Path) -> None:
    assert token.map is not None
    first, end = token.map
    if end - first < 2 or last_line.strip().strip(token.markup[0]) or not last_line.strip():
        line = before + first + 1
        raise LessonError(
            file, line, token.info.strip(), "this block has no end", f"Close it with {token.markup}"
        )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Only the outline is wanted; the text inside paragraphs is rendered elsewhere.
    return MarkdownIt("commonmark").disable("inline")
