"""Code beside code, to study: other solutions, or what the exercise began with."""

from __future__ import annotations

from textual.content import Content

from lessons.exercises.exercise import Exercise
from lessons.exercises.ideas import Idea, Pair
from tui.screens.reading import ReadingScreen
from tui.widgets.pairs_view import PairsView, Titled


class StudyScreen(ReadingScreen):
    """Read, and go back."""

    CSS_PATH = "studying.tcss"
    PLACE = "Solutions"

    @classmethod
    def of_ideas(cls, exercise: Exercise, found: tuple[Idea, ...]) -> StudyScreen:
        """Right solutions, each with its idea."""
        parts = tuple(Titled(idea.idea, "yours", "this solution", idea.pairs) for idea in found)
        return cls(_title(exercise, "solutions"), PairsView(parts))

    @classmethod
    def of_starter(cls, exercise: Exercise, pairs: tuple[Pair, ...]) -> StudyScreen:
        """What is written beside the starter."""
        part = Titled("What the exercise begins with, beside yours.", "yours", "starter", pairs)
        return cls(_title(exercise, "starter"), PairsView((part,)))


def _title(exercise: Exercise, what: str) -> Content:
    return Content.assemble((f"{exercise.title}  ", "$muted"), (what, "bold"))
