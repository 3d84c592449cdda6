"""The learner's own files as they travel with an export; nothing of theirs is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.atomic import whole
from lessons.progress.exchange import WorkFile
from lessons.progress.file import cannot_write


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a file that is imported goes."""

    path: Path
    text: str


def gathered(folder: Path) -> tuple[WorkFile, ...]:
    """All text files below the workspace, in order, without hidden ones and what is no text."""
    files = []
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or any(part[0] == "." for part in inner.parts):
            continue
        try:
            with path.open(encoding="utf-8", newline="") as file:
                files.append(WorkFile(inner.as_posix(), file.read()))
        except (UnicodeDecodeError, OSError):
            continue
    return tuple(files)


def landings(files: Iterable[WorkFile], folder: Path) -> tuple[Landing, ...]:
    """Where files would go that are not there yet; beside a different one of the same name."""
    found = []
    for file in files:
        place = folder.joinpath(*file.path.split("/"))
        name, number = place.name, 0
        stem, dot, suffix = name.rpartition(".")
        while _holds_other(place, file.text):
            number += 1
            again = "" if number == 1 else f"-{number}"
            name = f"{stem}.imported{again}{dot}{suffix}" if stem else f"{name}.imported{again}"
            place = place.with_name(name)
        if not place.exists():
            found.append(Landing(place, file.text))
    return tuple(found)


def put(landing: Iterable[Landing], folder: Path) -> None:
    """Write them. Raises ProgressError."""
    for one in landing:
        try:
            one.path.parent.mkdir(parents=True, exist_ok=True)
            if not one.path.parent.resolve().is_relative_to(folder.resolve()):
                raise cannot_write(one.path.parent, "a link leads out of the workspace")
            with whole(one.path) as file:
                file.write(one.text.encode())
        except OSError as error:
            raise cannot_write(one.path.parent, error.strerror or str(error)) from error


def _holds_other(place: Path, text: str) -> bool:
    if not place.exists():
        return False
    try:
        return place.read_bytes() != text.encode()
    except OSError:
        return True
