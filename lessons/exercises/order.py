"""Lines to put in order: pieces of the reference, shuffled, with lines that belong nowhere.

Depth is part of the answer. What the learner arranges is kept as the source that it makes, and
read back from it.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lessons.exercises.statements import Stretch, stretches, without_module_docstring

STEP = 4
"""Blanks of one step to the right."""
DEEPEST = 8
"""Steps that a line can be moved to the right."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """The pieces of an exercise."""

    given: str
    """What stands above them and is not moved: the imports."""
    pieces: tuple[str, ...]
    """Shuffled; the learner's numbers are the places in here. A piece may have several lines."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of the answer."""

    piece: int
    indent: int = 0
    """Steps to the right."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An answer: pieces in order, and below them those that are left out."""

    placed: tuple[Placed, ...]
    left: tuple[Placed, ...]

    @property
    def rows(self) -> tuple[Placed, ...]:
        """All pieces, as a list shows them: the answer, then what is left out."""
        return self.placed + self.left

    def moved(self, row: int, by: int) -> Arrangement:
        """With a piece one row up (-1) or down (1); over the border, it is taken in or left out."""
        rows = list(self.rows)
        border = len(self.placed)
        if by < 0 and row == border < len(rows):
            return Arrangement(tuple(rows[: border + 1]), tuple(rows[border + 1 :]))
        if by > 0 and row == border - 1:
            return Arrangement(tuple(rows[:row]), tuple(rows[row:]))
        other = row + by
        if not 0 <= other < len(rows):
            return self
        rows[row], rows[other] = rows[other], rows[row]
        return Arrangement(tuple(rows[:border]), tuple(rows[border:]))

    def indented(self, row: int, by: int) -> Arrangement:
        """With a piece one step further in (1) or out (-1)."""
        rows = list(self.rows)
        deep = min(max(rows[row].indent + by, 0), DEEPEST)
        rows[row] = replace(rows[row], indent=deep)
        border = len(self.placed)
        return Arrangement(tuple(rows[:border]), tuple(rows[border:]))

    def row_of(self, row: int, by: int) -> int:
        """Where a piece of that row is after `moved`: crossing the border it keeps its row."""
        border = len(self.placed)
        crosses = (by < 0 and row == border) or (by > 0 and row == border - 1)
        return row if crosses else min(max(row + by, 0), len(self.rows) - 1)


def puzzle(reference: str, distractors: Sequence[str], learner: str = "") -> Puzzle:
    """The pieces of a reference, in an order that is the learner's own and stays the same.

    Raises SyntaxError where the reference is no Python.
    """
    given, pieces = _taken_apart(without_module_docstring(reference))
    mixed = [*pieces, *distractors]
    chance = random.Random(f"{learner}\n{given}\n{mixed}")
    shuffled = mixed
    while shuffled[: len(pieces)] == pieces and len(set(mixed)) > 1:
        shuffled = chance.sample(mixed, len(mixed))
    return Puzzle(given, tuple(shuffled))


def beginning(puzzle: Puzzle) -> Arrangement:
    """Nothing placed."""
    return Arrangement((), tuple(map(Placed, range(len(puzzle.pieces)))))


def assembled(puzzle: Puzzle, arrangement: Arrangement) -> str:
    """The source that an arrangement makes."""
    lines = [
        textwrap.indent(puzzle.pieces[placed.piece], " " * STEP * placed.indent)
        for placed in arrangement.placed
    ]
    return puzzle.given + "".join(f"{line}\n" for line in lines)


def arrangement(puzzle: Puzzle, source: str) -> Arrangement:
    """The arrangement that made a source; lines that are no pieces are passed over."""
    lines = source.removeprefix(puzzle.given).split("\n")
    free = list(range(len(puzzle.pieces)))
    most = max((piece.count("\n") + 1 for piece in puzzle.pieces), default=1)
    placed: list[Placed] = []
    at = 0
    while at < len(lines):
        found = _piece_at(lines[at : at + most], puzzle, free)
        if found is None:
            at += 1
            continue
        free.remove(found.piece)
        placed.append(found)
        at += puzzle.pieces[found.piece].count("\n") + 1
    return Arrangement(tuple(placed), tuple(map(Placed, free)))


def row_at(puzzle: Puzzle, arrangement: Arrangement, line: int) -> int | None:
    """The row of the piece that a line of the source, from 1, belongs to."""
    reached = puzzle.given.count("\n")
    for row, placed in enumerate(arrangement.placed):
        reached += puzzle.pieces[placed.piece].count("\n") + 1
        if puzzle.given.count("\n") < line <= reached:
            return row
    return None


def _piece_at(lines: list[str], puzzle: Puzzle, free: list[int]) -> Placed | None:
    """The free piece that begins the lines, the longest where several do."""
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    fitting = [
        Placed(piece, indent // STEP)
        for piece in free
        if _begins(textwrap.indent(puzzle.pieces[piece], " " * indent).split("\n"), lines)
    ]
    return max(fitting, key=lambda each: len(puzzle.pieces[each.piece]), default=None)


def _begins(piece: list[str], lines: list[str]) -> bool:
    return piece == [line.rstrip() for line in lines[: len(piece)]]


def _taken_apart(source: str) -> tuple[str, list[str]]:
    """The imports at the top, and the pieces after them: docstrings stay with their heads."""
    lines = source.split("\n")
    code = [stretch for stretch in stretches(source) if stretch.kind == "code"]
    texts = [_text(stretch, lines) for stretch in code]
    imports = 0
    while imports < len(texts) and texts[imports].startswith(("import ", "from ")):
        imports += 1
    pieces: list[str] = []
    for place in range(imports, len(texts)):
        if pieces and texts[place].startswith('"""'):
            pieces[-1] += "\n" + textwrap.indent(texts[place], " " * STEP)
        else:
            pieces.append(texts[place])
    given = "".join(f"{text}\n" for text in texts[:imports])
    return given + "\n\n" * bool(given), pieces


def _text(stretch: Stretch, lines: list[str]) -> str:
    body = [line[stretch.indent :].rstrip() for line in lines[stretch.first : stretch.last + 1]]
    return "\n".join(body)
