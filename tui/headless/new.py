"""`tutor new`: makes a lesson, or adds an exercise to one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from lessons.authoring.new_exercise import add_exercise
from lessons.authoring.new_lesson import scaffold
from lessons.errors import TutorError
from lessons.reading.lesson_folder import id_of, named_folder
from lessons.reading.sources import OWN, all_sources
from tui.headless.fail import fail


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be made."""

    lesson: str
    """An id; for an exercise also the folder of the lesson."""
    into: Path | None = None
    """Folder of the units; None: our own."""
    exercise: str | None = None
    """Name of the exercise that a lesson is to have; None: a lesson is to be made."""
    kind: str = "complete"


def new(asked: Asked) -> int:
    """Make it; returns the exit status."""
    try:
        if asked.exercise is None:
            made = lesson = scaffold(asked.lesson, asked.into or OWN.root)
        else:
            lesson = folder_of(asked)
            made = add_exercise(lesson, asked.exercise, asked.kind)
    except TutorError as error:
        return fail(error.problem)
    ours = lesson.resolve().is_relative_to(OWN.root.resolve())
    named = id_of(lesson) if ours else str(lesson)
    at = f"#{asked.exercise}" if asked.exercise else ""
    sys.stdout.write(f"{made}\nNext: tutor preview {named}{at}\n      tutor lint {named}\n")
    return 0


def folder_of(asked: Asked) -> Path:
    """Folder of the lesson that is to have an exercise. Raises TutorError where there is none."""
    folder = named_folder(asked.lesson)
    roots = [asked.into] if asked.into else [source.root for source in all_sources().found]
    places = [folder] if folder else [root / asked.lesson for root in roots]
    for place in places:
        if place.is_dir():
            return place
    step = f"`tutor new {asked.lesson}` makes one."
    raise TutorError("Nothing made", f'There is no lesson "{asked.lesson}".', step)
