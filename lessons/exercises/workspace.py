"""The learner's own files: one for each exercise, below the data folder."""

from __future__ import annotations

from pathlib import Path

from lessons.exercises.exercise import Exercise
from lessons.exercises.learner_file import LearnerFile
from lessons.exercises.starter import starter_text
from lessons.exercises.text_file import digest
from lessons.paths import data_folder

__all__ = ["FOLDER", "Workspace", "digest"]

FOLDER = "workspace"
"""Folder of the learner's files, in the data folder."""


class Workspace:
    """Where the learner's files are: `<folder>/<unit>/<lesson>/<exercise>.py`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = data_folder() / FOLDER if folder is None else folder

    def path(self, lesson: str, exercise: Exercise) -> Path:
        """The learner's file for an exercise; it may not exist yet."""
        suffix = ".txt" if exercise.kind == "output" else ".py"
        return self.folder.joinpath(*lesson.split("/"), exercise.id + suffix)

    def open(self, lesson: str, exercise: Exercise) -> LearnerFile:
        """The learner's file, made from the starter where there is none.

        A disk that refuses is no error yet: the file's `notice` says that it cannot be kept.
        Raises LessonError where the exercise has no starter, WorkspaceError where something at
        the file's place cannot be read.
        """
        return LearnerFile.open(self.path(lesson, exercise), starter_text(exercise))
