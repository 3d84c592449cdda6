"""Where lessons come from: this program, installed packages, folders that somebody opens."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from lessons.errors import LessonError

FOLDERS_VARIABLE = "TUTOR_LESSONS"
"""Folders with lessons, separated as in PATH."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A folder of units, laid out as `lessons/curriculum` is."""

    root: Path
    package: str = ""
    """Package as which it is installed; empty where it is just a folder."""
    name: str = ""
    """What a learner reads: name and version of a package, or the folder; empty for our own."""

    def code_of(self, lesson_id: str, folder: Path) -> str:
        """The lesson's `lab.py` as `engine.references` finds it in any process."""
        if self.package:
            return f"{self.package}.{lesson_id.replace('/', '.')}.lab"
        return str(folder.absolute() / "lab.py")


OWN = Source(root=Path(__file__).parents[1] / "curriculum", package="lessons.curriculum")
"""The lessons of this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything that lessons come from, in the order that counts where two want one id."""

    found: tuple[Source, ...]
    problems: tuple[LessonError, ...] = ()


def source_at(root: Path) -> Source:
    """The lessons of a folder."""
    if root.resolve() == OWN.root.resolve():
        return OWN
    return Source(root=root, name=str(root))


def all_sources() -> Sources:
    """Our own lessons, then those of installed packages, then those of TUTOR_LESSONS."""
    from lessons.reading.installed import installed

    packages, folders = installed(), opened()
    return Sources(
        found=(OWN, *packages.found, *folders.found),
        problems=(*packages.problems, *folders.problems),
    )


def opened() -> Sources:
    """The folders that TUTOR_LESSONS names."""
    found, problems = [], []
    for text in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep):
        if not text.strip():
            continue
        source = source_at(Path(text).expanduser().absolute())
        if has_units(source.root):
            found.append(source)
        else:
            problems.append(without_units(source.root))
    return Sources(found=tuple(found), problems=tuple(problems))


def open_folder(root: Path) -> None:
    """Have the lessons of a folder too, in this process and those it starts."""
    before = os.environ.get(FOLDERS_VARIABLE, "")
    folders = [text for text in before.split(os.pathsep) if text]
    if str(root.absolute()) not in folders:
        os.environ[FOLDERS_VARIABLE] = os.pathsep.join([*folders, str(root.absolute())])


def has_units(root: Path) -> bool:
    """Whether a folder has a unit in it."""
    return next(root.glob("*/unit.toml"), None) is not None


def without_units(root: Path) -> LessonError:
    """What is said about a folder that has no lessons."""
    if not root.is_dir():
        return LessonError(root, 1, "", "there is no such folder", "Correct its name.")
    fix = "Name the folder that the folders of units lie in; each has a unit.toml."
    return LessonError(root, 1, "", "there are no lessons in this folder", fix)
