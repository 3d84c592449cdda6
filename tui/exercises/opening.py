"""From an exercise to its screen: the learner's file is opened, or it is said why it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.workspace import Workspace
from lessons.schema import Lesson

if TYPE_CHECKING:
    from tui.app import TutorApp


def open_exercise(app: TutorApp, lesson: Lesson, exercise: Exercise) -> None:
    """Show an exercise, unless its file cannot be read."""
    from tui.screens.exercise import ExerciseScreen

    try:
        file = Workspace().open(lesson.id, exercise)
        screen = ExerciseScreen(lesson, exercise, file)
    except TutorError as error:
        app.announce(error.problem)
    else:
        app.push_screen(screen)
