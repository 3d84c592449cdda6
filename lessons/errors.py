"""Errors that a learner or a lesson's author can meet: what happened, why, what to do."""

from __future__ import annotations

from pathlib import Path

from engine.events import Problem


class TutorError(Exception):
    """Base of the errors that are shown as they are: a title, a reason and a next step."""

    def __init__(self, title: str, reason: str, next_step: str) -> None:
        super().__init__(title, reason, next_step)
        self.title = title
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.title}:", self.reason, self.next_step) if part)

    @property
    def problem(self) -> Problem:
        """The same three parts as data, in the form that runs report theirs."""
        return Problem(title=self.title, reason=self.reason, next_step=self.next_step)


class LessonError(TutorError):
    """Something in a curriculum file is wrong. Reads `file:line: key: message. fix`."""

    def __init__(self, file: Path, line: int, key: str, message: str, fix: str) -> None:
        super().__init__(f"{file.parent.name}/{file.name}, line {line}", message, fix)
        self.file = file
        self.line = line
        self.key = key
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        key = f"{self.key}: " if self.key else ""
        return f"{where}{key}{self.message.rstrip('.')}. {self.fix}".rstrip()


class UnknownName(TutorError):  # noqa: N818 - reads as what it says
    """A name that does not exist; says which one is nearest."""

    def __init__(self, kind: str, asked: str, nearest: str, known: tuple[str, ...] = ()) -> None:
        if nearest:
            step = f'Did you mean "{nearest}"?'
        elif known:
            step = f"There is: {', '.join(known)}."
        else:
            step = ""
        super().__init__(f"Unknown {kind}", f'there is no {kind} "{asked}".', step)
        self.kind = kind
        self.asked = asked
        self.nearest = nearest


class BadValue(TutorError):  # noqa: N818 - reads as what it says
    """A value that a knob, a seed or another setting cannot take."""

    def __init__(self, name: str, reason: str, next_step: str = "") -> None:
        super().__init__(f"Bad value for {name}", reason, next_step)
        self.name = name
