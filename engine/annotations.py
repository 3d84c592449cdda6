"""What somebody noted about a run, kept in its folder: a name, tags, a pin, a few words."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from engine.atomic import whole
from engine.errors import EngineError

ANNOTATIONS = "notes.json"
MOST_TAGS = 20
LONGEST_NAME, LONGEST_TAG, LONGEST_NOTE = 80, 32, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """Nothing in it changes what the run is."""

    name: str = ""
    """What the run is called instead of its scenario; empty: as its scenario."""
    tags: tuple[str, ...] = ()
    """Words to find it by, in the order in which they were given."""
    pinned: bool = False
    """Whether it stays when others make room."""
    hidden: bool = False
    """Whether its lab leaves it out of the plots."""
    note: str = ""
    """Anything else."""


NONE = Annotations()
"""Nothing was noted."""


def read_notes(folder: Path) -> Annotations:
    """What is noted in a run's folder. Of a damaged file, whatever can still be read."""
    try:
        found = msgspec.json.decode((folder / ANNOTATIONS).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return NONE
    return _kept(found) if isinstance(found, dict) else NONE


def write_notes(folder: Path, annotations: Annotations) -> None:
    """Keep it instead of what was there. Raises EngineError where the disk refuses, or no run is.

    The file appears whole or not at all.
    """
    try:
        if annotations == NONE:
            with suppress(FileNotFoundError):
                (folder / ANNOTATIONS).unlink()
            return
        with whole(folder / ANNOTATIONS) as file:
            file.write(msgspec.json.encode(annotations))
    except OSError as error:
        raise EngineError(
            "The note could not be kept",
            f"Writing to {folder} failed: {error.strerror or error}.",
            "Free some space, or see whether the run was removed meanwhile.",
        ) from error


def tags_in(text: str) -> tuple[str, ...]:
    """Tags as they are typed, between spaces or commas, with or without #; each one once."""
    words = re.split(r"[\s,]+", _printable(text).casefold())
    cut = (word.strip("#")[:LONGEST_TAG].strip("#") for word in words)
    return tuple(dict.fromkeys(word for word in cut if word))[:MOST_TAGS]


def name_in(text: str) -> str:
    """A name as it is typed, on one line."""
    return " ".join(_printable(text).split())[:LONGEST_NAME].rstrip()


def _kept(found: dict[str, Any]) -> Annotations:
    name, tags, note = found.get("name"), found.get("tags"), found.get("note")
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return Annotations(
        name=name_in(name) if isinstance(name, str) else "",
        tags=tags_in(" ".join(words)),
        pinned=found.get("pinned") is True,
        hidden=found.get("hidden") is True,
        note=note[:LONGEST_NOTE] if isinstance(note, str) else "",
    )


def _printable(text: str) -> str:
    """Without control characters, which a terminal would obey, and halves of surrogate pairs."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
