"""Reads an exercise's folder: starter, checks, right answers and wrong ones."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from lessons.errors import LessonError
from lessons.exercises.exercise import Exercise

STARTER = "starter.py"
CHECK = "check.py"
STAGE = "stage.py"
SOLUTIONS = "solutions"
REFERENCE = "reference.py"
REAL_OUTPUT = "reference.txt"
"""In place of `reference.py` where an output is predicted: why it prints what, and what."""
WRONG = "wrong"

_TAGGED = re.compile(r"(?P<tag>[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*):\s+(?P<why>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that an author keeps: a right one with its idea, or a wrong one with its why."""

    name: str
    """Name of its file without the suffix."""
    file: Path = field(repr=False)
    source: str = field(repr=False)
    """For an output: what somebody who thinks so would type."""
    idea: str
    """First paragraph of its docstring; for a wrong one, why somebody would write it."""
    tag: str = ""
    """Misconception that a wrong one betrays; empty where it has no name."""


def read_starter(exercise: Exercise) -> str:
    """What `starter.py` holds. Raises LessonError where it cannot be read."""
    return _text(exercise.folder / STARTER, "Write what the learner begins with.")


def read_check(exercise: Exercise) -> str:
    """What `check.py` holds. Raises LessonError where it cannot be read."""
    return _text(exercise.folder / CHECK, "Write what is tested, with `lessons.checking`.")


def read_reference(exercise: Exercise) -> Answer:
    """The solution that the others are compared with. Raises LessonError."""
    return _python_answer(exercise.folder / SOLUTIONS / REFERENCE)


def read_solutions(exercise: Exercise) -> tuple[Answer, ...]:
    """The right answers, `reference.py` first. Raises LessonError where one cannot be read."""
    if exercise.kind == "output":
        return (_output_answer(exercise.folder / SOLUTIONS / REAL_OUTPUT),)
    files = _files(exercise.folder / SOLUTIONS, "py")
    files.sort(key=lambda file: (file.name != REFERENCE, file.name))
    return tuple(_python_answer(file) for file in files)


def read_wrong(exercise: Exercise) -> tuple[Answer, ...]:
    """The wrong answers that are kept. Raises LessonError where one cannot be read."""
    if exercise.kind == "output":
        return tuple(_output_answer(file) for file in _files(exercise.folder / WRONG, "txt"))
    return tuple(_wrong_answer(file) for file in _files(exercise.folder / WRONG, "py"))


def _wrong_answer(file: Path) -> Answer:
    answer = _python_answer(file)
    tag, why = _tagged(answer.idea)
    return Answer(name=answer.name, file=file, source=answer.source, idea=why, tag=tag)


def _python_answer(file: Path) -> Answer:
    source = _text(file, "Write it.")
    try:
        docstring = ast.get_docstring(ast.parse(source)) or ""
    except (SyntaxError, ValueError):  # a wrong answer may be no Python at all
        docstring = ""
    return Answer(name=file.stem, file=file, source=source, idea=_first_paragraph(docstring))


def _output_answer(file: Path) -> Answer:
    first, _, rest = _text(file, "Write it.").partition("\n")
    tag, why = _tagged(first.removeprefix("#").strip())
    return Answer(name=file.stem, file=file, source=rest, idea=why, tag=tag)


def _tagged(text: str) -> tuple[str, str]:
    """A misconception's name and the words after it."""
    found = _TAGGED.fullmatch(text)
    return (found["tag"], found["why"]) if found else ("", text)


def _first_paragraph(docstring: str) -> str:
    return " ".join(docstring.strip().partition("\n\n")[0].split())


def _files(folder: Path, suffix: str) -> list[Path]:
    # Names that begin with a point or an underline are an editor's or Python's own.
    return sorted(file for file in folder.glob(f"*.{suffix}") if file.name[0] not in "._")


def _text(file: Path, fix: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise LessonError(file, 1, "", "the file is not UTF-8 text", "Save it as UTF-8.") from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise LessonError(file, 1, "", f"it cannot be read: {reason}", fix) from None
