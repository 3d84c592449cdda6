"""Tensors as pictures in a widget: a step of the workbench, or all that lies on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.strip import Strip

from lessons.workbench.seen import Step
from tui.ink import Ink
from tui.plots.canvas import Canvas
from tui.plots.palette import Look
from tui.plots.theme_look import look_of
from tui.widgets.drawn_once import DrawnOnce

if TYPE_CHECKING:
    from tui.app import TutorApp

Draw = Callable[[Look, int], Canvas]
"""Draws in a look, in so many columns."""


class TensorPicture(DrawnOnce):
    """Shows what it is given to draw."""

    def __init__(self, picture: Draw, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.picture = picture

    def show(self, picture: Draw) -> None:
        """Draw something else from now on."""
        self.picture, self.drawn_for = picture, None
        self.refresh(layout=True)

    def draw(self, width: int, ink: Ink) -> list[Strip]:  # noqa: ARG002 - a look has its own
        """Rows of exactly that width."""
        tutor = cast("TutorApp", self.app)
        canvas = self.picture(look_of(tutor, tutor.settings.symbols), width)
        return [strip.adjust_cell_length(width) for strip in canvas.strips()]


class StepPicture(TensorPicture):
    """One step of the learner's."""

    def __init__(self, step: Step, picture: Draw) -> None:
        super().__init__(picture)
        self.step = step
