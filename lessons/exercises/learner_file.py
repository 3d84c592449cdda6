"""The learner's file of one exercise: saved as typed, never overwritten without a copy."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lessons.errors import TutorError
from lessons.exercises import backups
from lessons.exercises.text_file import (
    TextFile,
    UnreadableError,
    digest,
    read,
    stamp_of,
    write,
)


class WorkspaceError(TutorError):
    """The learner's file cannot be read or written."""


class ChangedOutside(WorkspaceError):  # noqa: N818 - reads as what it says
    """Another program wrote the file since it was last read or saved here."""


class LearnerFile:
    """What the learner wrote for one exercise, on disk and as it was last seen there."""

    def __init__(self, path: Path, starter: str) -> None:
        self.path = path
        self.starter = starter
        """What the lesson begins with today."""
        self.text = starter
        """The file's text as last read or saved."""
        self.notice = ""
        """What the learner should be told about the file; empty where all is well."""
        self.made_from = starter
        """The starter that the learner's text began with, which an update may have changed."""
        self._seen: TextFile | None = None  # None: not on disk

    @classmethod
    def open(cls, path: Path, starter: str) -> LearnerFile:
        """Read the file, or make it from the starter.

        Raises WorkspaceError where something at its place cannot be read.
        """
        file = cls(path, starter)
        origin = file._known_origin()
        file.made_from = starter if origin is None else origin
        seen = _read_or_none(path)
        if seen is None:
            file._begin(lost=origin is not None)
        else:
            file._take(seen)
            if origin is None:  # it came with an import, or by hand
                with suppress(WorkspaceError):
                    file.keep_mine()
            if seen.lossy:
                file.notice = (
                    f"{path.name} is no plain UTF-8 text. What is none is marked with \ufffd; "
                    "the file as it is will be kept as a copy before anything is saved."
                )
        return file

    @property
    def lasting(self) -> bool:
        """Whether the text is on disk."""
        return self._seen is not None

    @property
    def digest(self) -> str:
        """SHA-256 of the text, as attempts record it."""
        return digest(self.text)

    @property
    def untouched(self) -> bool:
        """Whether it is still a starter."""
        return self.digest in (digest(self.starter), digest(self.made_from))

    @property
    def starter_changed(self) -> bool:
        """Whether the lesson begins with another starter than the learner did."""
        return digest(self.made_from) != digest(self.starter)

    def keep_mine(self) -> None:
        """The learner has seen the new starter and goes on with their own text."""
        self.made_from = self.starter
        self._written(self._origin, self.starter)

    def save(self, text: str, *, over: bool = False) -> None:
        """Keep what was typed. Raises WorkspaceError where the disk refuses.

        Raises ChangedOutside where another program wrote the file meanwhile; with `over`, what it
        wrote is kept as a copy first.
        """
        if self._seen is not None and text == self.text and not self.changed_outside():
            return
        outside = self.changed_outside() and stamp_of(self.path) is not None
        if outside and not over:
            raise ChangedOutside(
                f"{self.path.name} was changed by another program",
                "What you typed here and what is in the file differ.",
                "Read the file again, or save what is here: the other text is kept as a copy.",
            )
        if outside or (self._seen is not None and self._seen.lossy):
            self._back_up()
        line_end = "\n" if self._seen is None else self._seen.line_end
        self._seen = self._written(self.path, text, line_end)
        self.text = text
        self.notice = ""

    def changed_outside(self) -> bool:
        """Whether another program changed or removed the file since it was last seen here."""
        stamp = stamp_of(self.path)
        if self._seen is None:
            return stamp is not None
        if stamp == self._seen.stamp:
            return False
        if stamp is None:
            return True
        try:
            now = read(self.path)
        except (OSError, UnreadableError):
            return True
        if now.text != self._seen.text:
            return True
        self._seen = now
        return False

    def reload(self) -> str:
        """The text as it is on disk now; where the file is gone, as it was last seen.

        Raises WorkspaceError where it cannot be read.
        """
        seen = _read_or_none(self.path)
        if seen is None:
            self._seen = None
            self.notice = f"{self.path.name} was removed. Saving makes it again."
        else:
            self.notice = ""
            self._take(seen)
        return self.text

    def reset(self) -> Path | None:
        """Begin anew with today's starter; returns the copy of what was there.

        None where nothing was there but a starter. Raises WorkspaceError where the disk refuses;
        then nothing is changed.
        """
        kept = None if self.untouched and not self.changed_outside() else self._back_up()
        self._seen = self._written(self.path, self.starter, durable=True)
        self.text, self.notice = self.starter, ""
        self.keep_mine()
        return kept

    def restore(self, copy: Path) -> str:
        """Take a copy back; what is there now becomes a copy itself. Raises WorkspaceError."""
        text = _read(copy).text
        if not self.untouched or self.changed_outside():
            self._back_up()
        self._seen = self._written(self.path, text, durable=True)
        self.text, self.notice = text, ""
        return text

    def copies(self) -> tuple[Path, ...]:
        """Copies that were kept, the newest first."""
        return backups.kept(self.path)

    @property
    def _origin(self) -> Path:
        return self.path.with_name(f".{self.path.stem}.starter{self.path.suffix}")

    def _known_origin(self) -> str | None:
        try:
            origin = _read_or_none(self._origin)
        except WorkspaceError:  # a note of ours, and no reason to keep anybody from their file
            return None
        return None if origin is None else origin.text

    def _begin(self, *, lost: bool) -> None:
        try:
            self._seen = self._written(self.path, self.starter)
            self.keep_mine()
        except WorkspaceError as error:
            self.notice = (
                f"{error.title}. {error.reason} What you write is kept only until you leave."
            )
            return
        if lost:
            self.notice = f"{self.path.name} was not there any more; this is the starter again."
            if copies := self.copies():
                self.notice += f" A copy of earlier work is {copies[0].name}."

    def _take(self, seen: TextFile) -> None:
        self._seen, self.text = seen, seen.text

    def _back_up(self) -> Path | None:
        try:
            return backups.keep(self.path)
        except OSError as error:
            raise _refused(self.path, error) from error

    @staticmethod
    def _written(path: Path, text: str, line_end: str = "\n", *, durable: bool = False) -> TextFile:
        try:
            return write(path, text, line_end, durable=durable)
        except OSError as error:
            raise _refused(path, error) from error


def _read_or_none(path: Path) -> TextFile | None:
    try:
        return read(path)
    except FileNotFoundError:
        return None
    except (OSError, RuntimeError, UnreadableError) as error:
        raise _unreadable(path, error) from error


def _read(path: Path) -> TextFile:
    try:
        return read(path)
    except (OSError, RuntimeError, UnreadableError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> WorkspaceError:
    reason = getattr(error, "strerror", None) or str(error)
    return WorkspaceError(
        f"{path.name} cannot be read",
        f"In {path.parent}: {reason}.",
        "Move it away, or make it readable; then open the exercise again.",
    )


def _refused(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"{path.name} could not be saved",
        f"Writing to {path.parent} failed: {error.strerror or error}.",
        "Free some space, or make the folder writable. What was there before is unchanged.",
    )
