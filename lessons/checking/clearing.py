"""Removes a folder that a learner's code wrote into, however it left it."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from pathlib import Path


def clear(folder: Path) -> None:
    """Remove it with everything in it. What cannot be removed stays.

    Folders are moved up before they are emptied: a path of ten thousand of them is no trouble.
    """
    numbers = itertools.count()
    left = True
    while left:
        left = False
        for path in _inside(folder):
            if not _is_folder(path):
                with contextlib.suppress(OSError):
                    path.unlink()
                continue
            _open_up(path)
            for inner in _inside(path):
                with contextlib.suppress(OSError):
                    if _is_folder(inner):
                        inner.rename(folder / f"moved-{next(numbers)}")
                        left = True
                    else:
                        inner.unlink()
            with contextlib.suppress(OSError):
                path.rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()


def _inside(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries]
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _open_up(path: Path) -> None:
    """A folder whose rights were taken away."""
    with contextlib.suppress(OSError):
        path.chmod(0o700)
