"""The trials of a search on disk: JSON lines, so that a search can be resumed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from engine.atomic import refused
from engine.errors import EngineError
from engine.search.trial import Trial


class TrialLog:
    """Trials that have ended, kept in a file where there is one."""

    def __init__(self, path: Path | None, trials: list[Trial]) -> None:
        self.trials = trials
        self._path = path

    @classmethod
    def open(cls, path: Path | None, search: object) -> TrialLog:
        """Read an earlier part of the same search, or begin.

        `search` describes it: frozen data whose `repr` says everything. Raises EngineError where
        the file cannot be used, or belongs to a search of something else.
        """
        if path is None:
            return cls(None, [])
        own = msgspec.json.encode({"search": hashlib.sha256(repr(search).encode()).hexdigest()})
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = path.read_bytes().splitlines() if path.exists() else []
            if not lines:
                path.write_bytes(own + b"\n")
        except OSError as error:
            raise refused(path, error) from error
        if lines and lines[0] != own:
            raise EngineError(
                f"{path.name} belongs to another search",
                "Its space, objective or strategy are not those of this one.",
                "Choose another file, or delete this one.",
            )
        return cls(path, [trial for line in lines[1:] if (trial := _trial(line)) is not None])

    def add(self, trial: Trial) -> None:
        """Remember a trial. Raises EngineError where the disk refuses."""
        self.trials.append(trial)
        if self._path is None:
            return
        try:
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(trial) + b"\n")
        except OSError as error:
            raise refused(self._path, error) from error


def _trial(line: bytes) -> Trial | None:
    """The trial of one line; None for a line that was cut off: its setting is tried again."""
    try:
        return msgspec.json.decode(line, type=Trial)
    except msgspec.MsgspecError:
        return None
