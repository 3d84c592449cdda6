"""Adds a code exercise to a lesson: a small sound one of its kind, to be rewritten."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import get_args

from engine.atomic import whole
from lessons.errors import BadValue, TutorError
from lessons.exercises.exercise import ExerciseKind
from lessons.names import unknown
from lessons.reading.blocks import EXERCISES
from lessons.reading.lesson_file import LESSON_FILE, load_lesson

TEMPLATES = Path(__file__).parent / "template" / "exercises"
"""For each kind a folder of files, and the block that goes with it."""
KINDS: tuple[ExerciseKind, ...] = get_args(ExerciseKind)

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def add_exercise(lesson: Path, name: str, kind: str) -> Path:
    """Add an exercise at the end of a lesson; returns its folder.

    Raises BadValue for a name that cannot be one, UnknownName for a strange kind, LessonError
    where the lesson cannot be read, TutorError where the name is taken or nothing can be written.
    """
    if _NAME.fullmatch(name) is None:
        step = "Use lower-case letters, digits and underscores."
        raise BadValue("exercise", f'"{name}" cannot be the name of an exercise.', step)
    if kind not in KINDS:
        raise unknown("kind of exercise", kind, KINDS)
    read = load_lesson(lesson, f"{lesson.parent.name}/{lesson.name}")
    folder = lesson / EXERCISES / name
    if folder.exists() or any(block.id == name for block in (*read.blocks, *read.reviews)):
        reason = f'The lesson has a block or an exercise "{name}" already.'
        raise TutorError("Nothing made", reason, "Choose another name.")
    try:
        text = (lesson / LESSON_FILE).read_text(encoding="utf-8").rstrip("\n")
        copy_files(folder, kind)
        with whole(lesson / LESSON_FILE) as file:
            file.write(f"{text}\n\n{block_text(name, kind)}".encode())
    except OSError as error:
        reason = f"{folder} cannot be written: {error.strerror or error}."
        raise TutorError("Nothing made", reason, "Make the lesson writable.") from error
    return folder


def copy_files(folder: Path, kind: str) -> None:
    """Put the files of a kind into a folder, which is made. Raises OSError."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(TEMPLATES / kind, folder, ignore=ignored)


def block_text(name: str, kind: str) -> str:
    """The block that goes with them."""
    text = (TEMPLATES / f"{kind}.md").read_text(encoding="utf-8")
    return text.replace("@NAME@", name).replace("@TITLE@", title_of(name))


def title_of(name: str) -> str:
    """A name of a folder as words."""
    return name.replace("_", " ").capitalize()
