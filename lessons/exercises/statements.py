"""Where the statements of a Python file stand, line by line, comments included."""

from __future__ import annotations

import ast
import io
import tokenize
from dataclasses import dataclass
from typing import Literal

_BESIDE = (
    tokenize.NL,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.COMMENT,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A logical line, which may have several lines, or a comment on a line of its own."""

    kind: Literal["code", "comment"]
    first: int
    """Number of its first line, from 0."""
    last: int
    """Number of its last line."""
    indent: int
    """Blanks before it."""


def stretches(source: str) -> tuple[Stretch, ...]:
    """Everything but blank lines, in order. Raises SyntaxError where it is no Python."""
    ast.parse(source)  # its errors say more than those of tokenize
    found: list[Stretch] = []
    begun: tuple[int, int] | None = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        row, column = token.start[0] - 1, token.start[1]
        if token.type == tokenize.COMMENT and begun is None and not token.line[:column].strip():
            found.append(Stretch("comment", row, row, column))
        elif token.type == tokenize.NEWLINE and begun is not None:
            found.append(Stretch("code", begun[0], row, begun[1]))
            begun = None
        elif token.type not in _BESIDE and begun is None:
            begun = (row, column)
    return tuple(found)


def without_module_docstring(source: str) -> str:
    """The file without its first docstring and the blank lines after it. Raises SyntaxError."""
    body = ast.parse(source).body
    if not body or ast.get_docstring(ast.Module(body[:1], []), clean=False) is None:
        return source
    lines = source.split("\n")
    start, end = body[0].lineno - 1, body[0].end_lineno or body[0].lineno
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    return "\n".join(lines[:start] + lines[end:])
