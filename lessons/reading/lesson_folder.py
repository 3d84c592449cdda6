"""A lesson that is named by its folder, as authors do, and not by its id."""

from __future__ import annotations

import os
from pathlib import Path

from lessons.reading.lesson_file import LESSON_FILE
from lessons.reading.sources import OWN, open_folder


def named_folder(text: str) -> Path | None:
    """The folder of a lesson, where a text names one; None where it can only be an id."""
    path = Path(text).expanduser()
    folder = path.parent if path.name == LESSON_FILE else path
    is_path = text.startswith((".", "~")) or path.is_absolute() or text.endswith(os.sep)
    if is_path or (folder / LESSON_FILE).is_file():
        return folder.resolve()
    return None


def id_of(folder: Path) -> str:
    """What the lesson is called there."""
    return f"{folder.parent.name}/{folder.name}"


def lesson_named(text: str) -> str:
    """Id of a lesson that is named by its id or by its folder, whose lessons are opened then."""
    folder = named_folder(text)
    if folder is None:
        return text
    root = folder.parent.parent
    if root != OWN.root.resolve():
        open_folder(root)
    return id_of(folder)
