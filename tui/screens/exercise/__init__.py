"""The screen of a code exercise, in parts: writing, checking, helping."""

from tui.screens.exercise.screen import ExerciseScreen

__all__ = ["ExerciseScreen"]
