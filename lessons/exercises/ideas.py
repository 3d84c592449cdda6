"""What to study after success: other right solutions, each with its idea, beside one's own."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import Answer, read_solutions
from lessons.exercises.same_code import same_code
from lessons.exercises.statements import without_module_docstring

Side = Literal["both", "changed", "own", "other"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the learner's file beside one of the solution; None where there is none."""

    own: str | None
    other: str | None
    side: Side
    """In which of the two it stands; `changed` where both have a line here that differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A right solution to study."""

    name: str
    idea: str
    """What it rests on, in a sentence."""
    source: str
    pairs: tuple[Pair, ...]
    """The learner's file and this one, line by line."""


def ideas(exercise: Exercise, own: str) -> tuple[Idea, ...]:
    """The right solutions that differ from the learner's own in more than names.

    For a predicted output: what is printed, and why. Raises LessonError where one cannot be read.
    """
    solutions = read_solutions(exercise)
    if exercise.kind == "output":  # there is one, and its reasons are worth reading
        return tuple(_idea(answer, own) for answer in solutions)
    return tuple(_idea(each, own) for each in solutions if not same_code(each.source, own))


def beside(own: str, other: str) -> tuple[Pair, ...]:
    """Two texts line by line, equal lines on one level."""
    left, right = own.rstrip().split("\n"), other.rstrip().split("\n")
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pairs: list[Pair] = []
    for _, own_from, own_to, other_from, other_to in matcher.get_opcodes():
        ours, theirs = left[own_from:own_to], right[other_from:other_to]
        for place in range(max(len(ours), len(theirs))):
            one = ours[place] if place < len(ours) else None
            two = theirs[place] if place < len(theirs) else None
            pairs.append(Pair(one, two, _side(one, two)))
    return tuple(pairs)


def _idea(answer: Answer, own: str) -> Idea:
    try:
        source = without_module_docstring(answer.source)
    except SyntaxError:  # an output; broken code is found by lint
        source = answer.source
    return Idea(name=answer.name, idea=answer.idea, source=source, pairs=beside(own, source))


def _side(own: str | None, other: str | None) -> Side:
    if own is None:
        return "other"
    if other is None:
        return "own"
    return "both" if own == other else "changed"
