"""Copies of a learner's file, made before anything takes its place: `<exercise>.<n>.bak.py`."""

from __future__ import annotations

import re
from pathlib import Path

from engine.atomic import whole


def keep(path: Path) -> Path | None:
    """Copy a file byte for byte; None where there is none. What is kept already is not kept twice.

    Raises OSError where the disk refuses.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    earlier = kept(path)
    for copy in earlier:
        if copy.read_bytes() == data:
            return copy
    number = _number(earlier[0]) + 1 if earlier else 1
    copy = path.with_name(f"{path.stem}.{number}.bak{path.suffix}")
    with whole(copy, durable=True) as file:
        file.write(data)
    return copy


def kept(path: Path) -> tuple[Path, ...]:
    """Copies of a file, the newest first."""
    name = re.compile(rf"{re.escape(path.stem)}\.[0-9]+\.bak{re.escape(path.suffix)}")
    try:
        found = [entry for entry in path.parent.iterdir() if name.fullmatch(entry.name)]
    except OSError:
        return ()
    return tuple(sorted(found, key=_number, reverse=True))


def _number(copy: Path) -> int:
    return int(copy.name.split(".")[-3])
