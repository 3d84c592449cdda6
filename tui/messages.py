"""Messages that screens send to the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.lab.opening import AS_IT_IS, Opening

if TYPE_CHECKING:
    from lessons.exercises.exercise import Exercise
    from lessons.playground import Play
    from lessons.schema import Lesson, Run
    from lessons.workbench.workbench import Workbench
    from tui.settings import Settings


class LessonChosen(Message):
    """The learner wants to read a lesson."""

    def __init__(self, lesson: str) -> None:
        super().__init__()
        self.lesson = lesson
        """Id of the lesson."""


class LabRequested(Message):
    """The learner wants to experiment in a lesson's lab."""

    def __init__(self, lesson: Lesson, opening: Opening = AS_IT_IS) -> None:
        super().__init__()
        self.lesson = lesson
        self.block: Run | None = None
        """The block whose runs are to be made there, if any."""
        self.opening = opening
        """What the lab is to show first."""


class RunRequested(LabRequested):
    """The learner wants to make the runs of a block, in the lab."""

    def __init__(self, lesson: Lesson, block: Run) -> None:
        super().__init__(lesson)
        self.block = block


class ExerciseRequested(Message):
    """The learner wants to write the code of an exercise."""

    def __init__(self, lesson: Lesson, exercise: Exercise) -> None:
        super().__init__()
        self.lesson, self.exercise = lesson, exercise


class ClinicRequested(Message):
    """The learner wants to see a case of the ward."""

    def __init__(self, case: str, lesson: str = "", block: str = "") -> None:
        super().__init__()
        self.case = case
        """Name of the case."""
        self.lesson, self.block = lesson, block
        """The clinic of a lesson that asks for it; empty: the learner chose it."""


class WorkbenchRequested(Message):
    """The learner wants to lay out tensors: those of a lesson, or any."""

    def __init__(self, bench: Workbench | None = None, lesson: Lesson | None = None) -> None:
        super().__init__()
        self.bench, self.lesson = bench, lesson


class SettingsChanged(Message):
    """The learner changed a setting; it takes effect at once."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings


class PlaygroundRequested(Message):
    """The learner wants to play: with what was played last, or with something in particular."""

    def __init__(self, play: Play | None = None, opening: Opening = AS_IT_IS) -> None:
        super().__init__()
        self.play = play
        """None: what was played last."""
        self.opening = opening
        """What the playground is to show first."""
