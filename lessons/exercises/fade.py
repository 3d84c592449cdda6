"""A worked example that fades: starters made from one reference with labelled subgoals.

In the reference a comment `# subgoal: forget the old gradients` stands before each part. A part
reaches to the next label of the same depth, or to the end of its block; labels within it are parts
of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lessons.errors import UnknownName
from lessons.exercises.statements import Stretch, stretches
from lessons.names import unknown

YOUR_PART = "your part"
"""What the comment says that stands for a part which is left to the learner."""

_LABEL = re.compile(r"# subgoal: (?P<name>\S.*?)\s*")
_GAP = re.compile(rf"(?P<indent> *)\.\.\.  # {YOUR_PART}: (?P<name>.+)")


class FadeError(ValueError):
    """The labels of a reference do not fit it."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """From 1."""


@dataclass(frozen=True, slots=True)
class Part:
    """One subgoal of a reference, and the lines that reach it."""

    name: str
    label: int
    """Line of its label, from 0."""
    last: int
    """Its last line."""
    indent: int


def subgoals(reference: str) -> tuple[Part, ...]:
    """The parts of a reference, in order. Raises SyntaxError, FadeError."""
    found = stretches(reference)
    lines = reference.split("\n")
    parts: dict[str, Part] = {}
    for place, stretch in enumerate(found):
        label = _label(stretch, lines)
        if not label:
            continue
        if label in parts:
            raise FadeError(f'two subgoals are called "{label}"', stretch.first + 1)
        inside = list(_reach(found[place + 1 :], stretch.indent, lines))
        if not any(each.kind == "code" for each in inside):
            raise FadeError(f'no code follows the subgoal "{label}"', stretch.first + 1)
        parts[label] = Part(label, stretch.first, inside[-1].last, stretch.indent)
    return tuple(parts.values())


def faded(reference: str, missing: Collection[str]) -> str:
    """The reference with a gap for each missing part.

    Raises SyntaxError, FadeError; UnknownName where no subgoal has such a name.
    """
    lines = reference.split("\n")
    kept: list[str] = []
    following = 0
    for part in _chosen(subgoals(reference), missing):
        if part.label < following:  # within a part that is missing as a whole
            continue
        kept += lines[following : part.label]
        kept.append(f"{' ' * part.indent}...  # {YOUR_PART}: {part.name}")
        following = part.last + 1
    return "\n".join(kept + lines[following:])


def restored(starter: str, reference: str) -> str:
    """A starter with each gap filled as the reference does. Raises as `faded` does."""
    parts = {part.name: part for part in subgoals(reference)}
    source = reference.split("\n")
    lines: list[str] = []
    for line in starter.split("\n"):
        gap = _GAP.fullmatch(line)
        if gap is None:
            lines.append(line)
        elif gap["name"] in parts:
            part = parts[gap["name"]]
            lines += source[part.label : part.last + 1]
        else:
            raise unknown("subgoal", gap["name"], parts)
    return "\n".join(lines)


def gaps(source: str) -> tuple[str, ...]:
    """Names of the parts that a learner's file still leaves open."""
    found = (_GAP.fullmatch(line.rstrip()) for line in source.split("\n"))
    return tuple(gap["name"] for gap in found if gap)


def _label(stretch: Stretch, lines: list[str]) -> str:
    if stretch.kind != "comment":
        return ""
    found = _LABEL.fullmatch(lines[stretch.first][stretch.indent :])
    return found["name"] if found else ""


def _reach(following: tuple[Stretch, ...], indent: int, lines: list[str]) -> Iterator[Stretch]:
    for stretch in following:
        if stretch.indent < indent or (stretch.indent == indent and _label(stretch, lines)):
            return
        yield stretch


def _chosen(parts: tuple[Part, ...], missing: Collection[str]) -> Iterator[Part]:
    names = [part.name for part in parts]
    for name in missing:
        if name not in names:
            error: UnknownName = unknown("subgoal", name, names)
            raise error
    return (part for part in parts if part.name in missing)
