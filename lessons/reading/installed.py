"""Lessons of installed packages: what they announce as `tutor.curriculum`.

A package announces the package that its units lie in:

    [project.entry-points."tutor.curriculum"]
    waves = "waves_of_learning.curriculum"

Nothing of it is imported here: its `lab.py` files run in workers, as those of our own lessons do.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from glob import glob
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lessons.errors import LessonError
from lessons.reading.cache import Kept
from lessons.reading.sources import Source, Sources, has_units

if TYPE_CHECKING:
    from importlib.metadata import Distribution

GROUP = "tutor.curriculum"
ENTRY_POINTS = "entry_points.txt"
KEPT = "installed.msgpack"


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """What one package says."""

    package: str
    """Dotted name of the package that the units lie in."""
    name: str
    """Name and version of what was installed."""
    file: str
    """Where it says so."""


class _Known(msgspec.Struct, frozen=True):
    path: tuple[tuple[str, int], ...]
    """The import path, and when each folder of it last changed."""
    announced: tuple[Announced, ...]


def installed() -> Sources:
    """The lessons of every installed package; what cannot be found is a problem."""
    found, problems = [], []
    for one in announced():
        root = folder_of(one.package)
        if root is not None and has_units(root):
            found.append(Source(root=root, package=one.package, name=one.name))
        else:
            fix = f"Install {one.name.partition(' ')[0]} again, or remove it."
            message = f'{one.name} announces lessons in "{one.package}", where there are none'
            problems.append(LessonError(Path(one.file), 1, GROUP, message, fix))
    return Sources(found=tuple(found), problems=tuple(problems))


def announced() -> tuple[Announced, ...]:
    """What packages on the import path say; they are asked again once something was installed."""
    path = tuple(_looks(sys.path))
    kept = Kept(KEPT, _Known)
    known = kept.read()
    if known is not None and known.path == path:
        return known.announced
    now = tuple(asked())
    kept.write(_Known(path, now))
    return now


def asked() -> Iterator[Announced]:
    """Ask every installed package."""
    if not any(map(_mentioned, sys.path)):
        return  # what reads the answers takes 20 ms to import
    from importlib.metadata import distributions

    seen = set()
    for distribution in distributions():
        for point in distribution.entry_points.select(group=GROUP):
            if point.value not in seen:  # the path may lead to a package twice
                seen.add(point.value)
                yield _announced(distribution, point.value)


def _mentioned(entry: str) -> bool:
    """Whether any package in a folder of the import path speaks of lessons."""
    for suffix in ("dist-info", "egg-info"):
        for file in glob(f"*.{suffix}/{ENTRY_POINTS}", root_dir=entry or "."):
            with suppress(OSError):
                if GROUP.encode() in Path(entry, file).read_bytes():
                    return True
    return False


def folder_of(package: str) -> Path | None:
    """Folder of a package, though nothing of it is imported; None where there is none."""
    top, *below = package.split(".")
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    places = () if spec is None else spec.submodule_search_locations or ()
    folders = (Path(place).joinpath(*below) for place in places)
    return next((folder for folder in folders if folder.is_dir()), None)


def _announced(distribution: Distribution, value: str) -> Announced:
    files = distribution.files or ()
    told = next((file for file in files if file.name == ENTRY_POINTS), "")
    return Announced(
        package=value.partition(":")[0].strip(),
        name=f"{distribution.name} {distribution.version}",
        file=str(distribution.locate_file(told)),
    )


def _looks(path: Iterable[str]) -> Iterator[tuple[str, int]]:
    for entry in path:
        try:
            yield entry, Path(entry).stat().st_mtime_ns
        except OSError:
            yield entry, 0
