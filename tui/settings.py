"""What a learner may set, and its file: read tolerantly, written atomically."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from engine.atomic import whole
from engine.events import Problem
from tui.keymap import KeyChoice, Keymap

ThemeName = Literal["tutor-dark", "tutor-light", "ansi-dark", "ansi-light"]
SymbolSet = Literal["braille", "block", "ascii"]
Device = Literal["auto", "cpu", "cuda", "mps"]
Speed = Literal["watch", "full"]
Confidence = Literal["ask", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. Each field's type names its possible values."""

    theme: ThemeName = "tutor-dark"
    """Colours. The two `ansi` themes use the terminal's own 16 colours."""
    symbols: SymbolSet = "braille"
    """What plots and signs are drawn with, from finest to plainest."""
    speed: Speed = "watch"
    """How runs begin: slow enough to be watched, or at full speed."""
    device: Device = "auto"
    """Where models are trained. `auto` takes the fastest device there is."""
    confidence: Confidence = "ask"
    """Whether learners say how sure they are of the first answer to a question."""
    keys: tuple[KeyChoice, ...] = ()
    """Commands that have other keys than the program gives them."""

    @property
    def keymap(self) -> Keymap:
        """The keys in force."""
        return Keymap(self.keys)


class SettingsStore:
    """The settings in force and the file they are kept in."""

    def __init__(self, path: Path, settings: Settings, notice: Problem | None = None) -> None:
        self.path = path
        self.settings = settings
        self.notice = notice
        """What went wrong when the file was read, for the learner."""

    @classmethod
    def open(cls, folder: Path) -> SettingsStore:
        """Read `settings.json` in the folder; a missing or damaged file gives the defaults."""
        path = folder / "settings.json"
        try:
            return cls(path, msgspec.json.decode(path.read_bytes(), type=Settings))
        except FileNotFoundError:
            return cls(path, Settings())
        except (OSError, msgspec.DecodeError) as error:
            return cls(path, Settings(), set_aside(path, error))

    def save(self, settings: Settings) -> Problem | None:
        """Put the settings in force and write them; says so where the disk refuses."""
        self.settings = settings
        try:
            write_atomically(self.path, msgspec.json.format(msgspec.json.encode(settings)))
        except OSError as error:
            return Problem(
                title="Settings could not be saved",
                reason=f"They hold until you quit. The system says: {error}.",
                next_step=f"Check that {self.path.parent} can be written to.",
            )
        return None


def write_atomically(path: Path, data: bytes) -> None:
    """Write a small file whole, in a folder that may not be there yet. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as file:
        file.write(data)


def set_aside(path: Path, error: Exception) -> Problem:
    """Move an unreadable settings file out of the way and say so."""
    damaged = path.with_name(f"{path.stem}.damaged{path.suffix}")
    try:
        path.replace(damaged)
        next_step = f"Choose again in the settings. The old file is kept as {damaged.name}."
    except OSError:
        next_step = f"Check that {path} can be read and written."
    return Problem(
        title="Settings could not be read",
        reason="The file is damaged, so the settings are back to their defaults.",
        next_step=next_step,
        details=str(error),
    )
